// On a report: makes the spreadsheet when it is asked for. Without this, the report is offered as CSV.

const button = document.getElementById("workbook");
const status = document.getElementById("workbook-status");
const { engine, report, file, making, saved, failed } = button.dataset;

const make = async () => {
  const [writer, response] = await Promise.all([import(engine), fetch(report)]);
  if (!response.ok) throw new Error(response.status);
  await writer.default();
  const bytes = writer.file(await response.text());
  if (!bytes) throw new Error("no report");
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

button.hidden = false;
button.addEventListener("click", async () => {
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  status.textContent = making;
  try {
    await make();
    status.textContent = saved;
  } catch {
    status.textContent = failed;
  }
  button.ariaDisabled = null;
});
