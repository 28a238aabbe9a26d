// Keys, as people know them from other players. They listen on the whole page, except while somebody types.
import type { Angles } from "./angles";
import type { Controls } from "./controls";
import { clock, length, say, type Parts } from "./film";
import { go } from "./moments";

const STEP_S = 5;
const LEAP_S = 10;

export function startKeys(parts: Parts, controls: Controls, angles: Angles): void {
  const { video } = parts;
  const move = (seconds: number): void => {
    const to = Math.min(length(parts), Math.max(0, video.currentTime + seconds));
    go(parts, to);
    say(parts, clock(to));
  };
  const louder = (step: number): void => {
    video.muted = false;
    video.volume = Math.min(1, Math.max(0, video.volume + step));
  };
  const actions: Record<string, () => void> = {
    " ": controls.toggle, k: controls.toggle, j: () => move(-LEAP_S), l: () => move(LEAP_S),
    arrowleft: () => move(-STEP_S), arrowright: () => move(STEP_S),
    arrowup: () => louder(0.1), arrowdown: () => louder(-0.1),
    f: controls.fullscreen, m: controls.mute, c: controls.captions, v: angles.next,
    "<": () => controls.faster(-1), ">": () => controls.faster(1), "?": controls.help,
    home: () => move(-Infinity), end: () => move(Infinity),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented && !onSlider(event)) return;
    const target = event.target as HTMLElement;
    if (isTyping(target) || takes(target, event.key, parts.frame)) return;
    const digit = /^\d$/.test(event.key);
    const action = digit ? () => go(parts, length(parts) * Number(event.key) / 10) : actions[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

const onSlider = (event: KeyboardEvent): boolean => (event.target as HTMLElement).matches(".player-seek input");

function isTyping(target: HTMLElement): boolean {
  return target.isContentEditable || target.matches("textarea, input:not([type=range]):not([type=checkbox]), select, dialog *");
}

/** Keys that what has the focus needs itself: a space presses a button, arrows move a slider or a page. */
function takes(target: HTMLElement, key: string, frame: HTMLElement): boolean {
  if (target.matches(".player-volume") && key.startsWith("Arrow")) return true;
  if (key === " ") return target.matches("button, summary, a, [role=button], input[type=checkbox]");
  const moves = key.startsWith("Arrow") || key === "Home" || key === "End";
  return moves && target !== document.body && !frame.contains(target);
}
