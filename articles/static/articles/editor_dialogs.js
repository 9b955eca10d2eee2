/* The editor's questions: dialogs of the page (templates/admin/articles/article/_body_dialogs.html),
   each with a form whose fields are named as the values that are asked for. */

/* Ask with `dialog`, its fields filled from `values`; return {choice, values}, or null if the
   person left it. `objection` says what is wrong with the values, or nothing. */
export function ask(dialog, values, objection = () => "") {
  const form = dialog.querySelector("form");
  const wrong = dialog.querySelector("[role=alert]");
  for (const field of fieldsOf(form)) fill(field, values[field.name]);
  wrong.textContent = "";
  dialog.returnValue = "";
  form.onsubmit = (event) => {
    const isLeft = ["", "remove"].includes(event.submitter?.value);
    wrong.textContent = isLeft ? "" : objection(told(form));
    if (wrong.textContent) event.preventDefault();
  };
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () =>
      resolve(dialog.returnValue ? { choice: dialog.returnValue, values: told(form) } : null);
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
