// Lets addresses and code that are to be copied follow the moment to start at, while it is typed.
const field = document.querySelector("[data-start-at]");

function seconds(text) {
  const parts = text.trim().split(":");
  if (parts.length > 3 || !parts.every((part, place) => (place ? /^[0-5]\d$/ : /^\d{1,5}$/).test(part))) return null;
  return parts.reduce((sum, part) => 60 * sum + Number(part), 0);
}

function from(address, start) {
  const [page, query = ""] = address.split("?");
  const kept = query.split("&").filter((part) => part && !part.startsWith("start="));
  const all = start ? [`start=${start}`, ...kept] : kept;
  return all.length ? `${page}?${all.join("&")}` : page;
}

function follow() {
  const start = seconds(field.value || "0");
  field.setAttribute("aria-invalid", String(start === null));
  if (start === null) return;
  for (const shown of document.querySelectorAll("[data-follows-start]")) {
    shown.value = shown.tagName === "TEXTAREA"
      ? shown.value.replace(/ src="([^"]*)"/, (_, address) => ` src="${from(address, start)}"`)
      : from(shown.value, start);
  }
}
if (field) {
  field.form.querySelector("button").hidden = true;
  field.form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", follow);
}
