/* The editor's questions: dialogs of the page (templates/admin/articles/article/_body_dialogs.html),
   each with a form whose fields are named as the values that are asked for. */

/* Ask with `dialog`, its fields filled from `values`; return {choice, values}, or null if the
   person left it. `objection` says what is wrong with the values, or nothing. */
export function ask(dialog, values, objection = () => "") {
  const form = dialog.querySelector("form");
  const wrong = dialog.querySelector("[role=alert]");
  for (const field of fieldsOf(form)) fill(field, values[field.name]);
  wrong.textContent = "";
  dialog.showModal();
  return new Promise((resolve) => {
    form.onsubmit = (event) => {
      event.preventDefault();
      const choice = event.submitter?.value ?? "";
      wrong.textContent = ["", "remove"].includes(choice) ? "" : objection(told(form));
      if (wrong.textContent) return;
      // The answer is not left to the close event: that comes later, and keys are typed meanwhile.
      dialog.close();
      resolve(choice ? { choice, values: told(form) } : null);
    };
    // Left by Escape. The close event of the question before may come when this one stands open.
    dialog.onclose = () => dialog.open || resolve(null);
  });
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name);
}

function fill(field, value) {
  if (field.type === "checkbox") field.checked = Boolean(value);
  else field.value = value ?? "";
}

function told(form) {
  return Object.fromEntries(
    fieldsOf(form).map((field) => [
      field.name,
      field.type === "checkbox" ? field.checked : field.value.trim(),
    ]),
  );
}
