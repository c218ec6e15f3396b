// On /embed: shows what was chosen at once, and copies the tag. Without this the form's button asks for the page anew.

const form = document.getElementById("choice");
const tag = document.getElementById("tag");
const copy = document.getElementById("copy");
const status = document.getElementById("copied");

let turn = 0;
const show = async () => {
  const mine = ++turn;
  const address = `/embed?${new URLSearchParams(new FormData(form))}`;
  const response = await fetch(address);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (mine !== turn) return;
  for (const id of ["tag", "pinned", "link", "tag-manager"]) document.getElementById(id).textContent = page.getElementById(id).textContent;
  // The other languages keep the choice.
  document.querySelector(".page-tools").replaceWith(page.querySelector(".page-tools"));
  // Replaced, so that going back leaves the page instead of undoing a choice in the frame.
  document.getElementById("preview").contentWindow.location.replace(page.getElementById("preview").src);
  history.replaceState(null, "", address);
  status.textContent = "";
};

form.addEventListener("change", show);
form.querySelector("button").hidden = true;

copy.hidden = false;
copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(tag.textContent);
    status.textContent = copy.dataset.copied;
  } catch {
    getSelection().selectAllChildren(tag);
  }
});
