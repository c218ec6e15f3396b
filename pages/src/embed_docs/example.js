document.querySelector("#unhappy").addEventListener("click", () => {
  window.sawtak?.open({ mood: "unhappy" });
});

window.sawtak?.open({ entity: "rta", service: "parking" });
window.sawtak?.close();

document.addEventListener("sawtak:submitted", (event) => {
  console.log(event.detail.reference);
});
