// Pictures on buttons, drawn in a box of 24 by 24.
const PATHS: Record<string, string> = {
  play: "M8 5v14l11-7Z",
  pause: "M7 5h4v14H7Zm6 0h4v14h-4Z",
  loud: "M4 9v6h4l5 4V5L8 9Zm12-1a5 5 0 0 1 0 8m2-11a9 9 0 0 1 0 14",
  mute: "M4 9v6h4l5 4V5L8 9Zm13 1 4 4m0-4-4 4",
  full: "M4 9V4h5m6 0h5v5m0 6v5h-5m-6 0H4v-5",
  inset: "M3 5h18v14H3Zm9 7h7v5h-7Z",
  help: "M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2m0 3v.5",
};

export function icon(name: string): SVGSVGElement {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  picture.setAttribute("focusable", "false");
  const path = document.createElementNS(picture.namespaceURI, "path");
  path.setAttribute("d", PATHS[name] ?? "");
  if (name === "play" || name === "pause") path.setAttribute("class", "filled");
  picture.append(path);
  return picture;
}

export function button(name: string, label: string, pressed: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `player-button player-${name}`;
  made.append(icon(name));
  made.addEventListener("click", pressed);
  call(made, label);
  return made;
}

export function show(made: HTMLButtonElement, picture: string, label: string): void {
  made.replaceChildren(icon(picture));
  call(made, label);
}

function call(made: HTMLButtonElement, label: string): void {
  made.setAttribute("aria-label", label);
  made.title = label;
}
