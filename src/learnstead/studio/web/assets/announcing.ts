// One polite live region for everything that happens without a page load.
let region: HTMLElement | null = null;

export function announce(text: string): void {
  if (!region) {
    region = document.createElement("p");
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = text;
}
