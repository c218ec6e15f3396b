// The floor: what a careful person writes by hand in two kilobytes. A button, a <dialog>, three fields, a POST.
(() => {
  const style = document.createElement("style");
  style.textContent = `.fb-open{position:fixed;bottom:16px;inset-inline-end:16px;min-height:44px;padding:8px 16px;border:0;border-radius:12px;background:#0b6b5b;color:#fff;font:600 16px/1.5 system-ui,sans-serif}
.fb{width:min(480px,100%);border:0;border-radius:16px;padding:24px;font:16px/1.5 system-ui,sans-serif}.fb::backdrop{background:#0008}
.fb label{display:block;margin-block:12px;font-weight:600}.fb :is(select,textarea,input){display:block;box-sizing:border-box;width:100%;padding:8px;font:inherit}
.fb menu{display:flex;gap:8px;justify-content:flex-end;padding:0}.fb menu button{min-height:44px;padding:8px 16px;font:inherit}`;
  const open = document.createElement("button");
  open.className = "fb-open";
  open.type = "button";
  open.textContent = "Share your voice";
  const dialog = document.createElement("dialog");
  dialog.className = "fb";
  dialog.setAttribute("aria-labelledby", "fb-title");
  dialog.innerHTML = `<form><h2 id="fb-title">Share your voice</h2>
<label>What is it?<select name="kind"><option value="suggestion">Suggestion<option value="observation">Observation<option value="complaint">Complaint</select></label>
<label>In your own words<textarea name="text" rows="5" required></textarea></label>
<label>E-mail (optional)<input name="email" type="email" autocomplete="email"></label>
<p role="status"></p><menu><button type="button">Close</button><button>Send</button></menu></form>`;
  const form = dialog.firstChild;
  const status = form.querySelector("[role=status]");
  open.onclick = () => dialog.showModal();
  form.querySelector("[type=button]").onclick = () => dialog.close();
  form.onsubmit = async (event) => {
    event.preventDefault();
    status.textContent = "Sending …";
    try {
      const body = JSON.stringify(Object.fromEntries(new FormData(form)));
      const answer = await fetch("/feedback", { method: "POST", headers: { "Content-Type": "application/json" }, body });
      if (!answer.ok) throw answer.status;
      form.reset();
      status.textContent = "Thank you.";
    } catch {
      status.textContent = "It could not be sent. Try again.";
    }
  };
  document.head.append(style);
  document.body.append(open, dialog);
})();
