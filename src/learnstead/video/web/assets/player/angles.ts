// A mosaic of four cameras: one of them fills the picture, small pictures of all four choose it.
import { say, type Parts } from "./film";

export interface Angles {
  /** 1 to 4, or 0 for the whole picture. */
  chosen(): number;
  next(): void;
}

const CAMERAS = [1, 2, 3, 4];
const SMALL_MS = 250;

export function startAngles(parts: Parts): Angles {
  const { frame, video, film } = parts;
  if (!film.multiangle) return { chosen: () => 0, next: () => undefined };
  let chosen = 1;
  const list = document.createElement("div");
  list.className = "player-angles";
  list.setAttribute("role", "group");
  list.setAttribute("aria-label", "Cameras");
  const buttons = [...CAMERAS, 0].map((camera) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.camera = String(camera);
    const picture = document.createElement("canvas");
    [picture.width, picture.height] = [160, 90];
    picture.setAttribute("aria-hidden", "true");
    button.append(picture, camera ? `Camera ${camera}` : "All four");
    button.addEventListener("click", () => choose(camera));
    list.append(button);
    return button;
  });
  frame.after(list);

  function choose(camera: number): void {
    chosen = camera;
    frame.dataset.camera = String(camera);
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.camera === String(camera)));
  }
  choose(chosen);

  const draw = (): void => {
    if (!video.videoWidth || document.hidden) return;
    const [width, height] = [video.videoWidth / 2, video.videoHeight / 2];
    for (const button of buttons) {
      const camera = Number(button.dataset.camera);
      const canvas = button.querySelector("canvas");
      const [left, top] = [((camera - 1) % 2) * width, camera > 2 ? height : 0];
      const from: [number, number, number, number] = camera ? [left, top, width, height] : [0, 0, 2 * width, 2 * height];
      if (canvas) canvas.getContext("2d")?.drawImage(video, ...from, 0, 0, canvas.width, canvas.height);
    }
  };
  setInterval(() => { if (!video.paused) draw(); }, SMALL_MS);
  for (const name of ["loadeddata", "seeked", "pause"]) video.addEventListener(name, draw);
  return {
    chosen: () => chosen,
    next: () => {
      choose((chosen + 1) % 5);
      say(parts, chosen ? `Camera ${chosen}` : "All four cameras");
    },
  };
}
