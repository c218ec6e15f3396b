// Keeps calls that come before the box.
window.sawtak ||= {
  open: (options) =>
    document.addEventListener("sawtak:ready", function ready({ detail }) {
      if (options?.entity && options.entity !== detail.entity) return;
      document.removeEventListener("sawtak:ready", ready);
      sawtak.open(options);
    }),
};

document.querySelector("#unhappy").addEventListener("click", () => {
  sawtak.open({ mood: "unhappy" });
});

sawtak.open({ entity: "rta", service: "parking" });
sawtak.close?.();

document.addEventListener("sawtak:submitted", ({ detail }) => {
  console.log(detail.reference, detail.kind, detail.entity);
});
