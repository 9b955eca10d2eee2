/* Offers the names of tags behind every comma: a browser by itself completes the whole field only. */

const field = document.getElementById("id_tags");
const names = [...field.list.options].map((option) => option.value);

function offer() {
  const typed = field.value.split(",");
  typed.pop();
  const before = typed.map((name) => `${name.trim()}, `).join("");
  const had = new Set(typed.map((name) => name.trim().toLowerCase()));
  const left = names.filter((name) => !had.has(name.toLowerCase()));
  field.list.replaceChildren(...left.map((name) => new Option(name, before + name)));
}

field.addEventListener("input", offer);
offer();
