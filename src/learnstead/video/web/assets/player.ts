// Makes the browser's own <video> into our player. Without this file the video plays with the browser's controls.
import { startAngles } from "./player/angles";
import { startControls } from "./player/controls";
import { readFilm, type Parts } from "./player/film";
import { startKeys } from "./player/keys";
import { startMoments } from "./player/moments";
import { startRemembering } from "./player/remembering";
import { startSharing } from "./player/sharing";
import { startStreaming } from "./player/streaming";
import { startTranscript } from "./player/transcript";
import { startWatching } from "./player/watching";

for (const frame of document.querySelectorAll<HTMLElement>("[data-player]")) {
  const video = frame.querySelector("video");
  const film = readFilm(frame);
  if (!video || !film) continue;
  const parts: Parts = { frame, video, film, page: frame.closest("[data-player-page]") ?? frame };
  video.controls = false;
  const stream = startStreaming(parts);
  const angles = startAngles(parts);
  const controls = startControls(parts, stream);
  startKeys(parts, controls, angles);
  startRemembering(parts, startMoments(parts));
  startTranscript(parts);
  startSharing(parts);
  startWatching(parts, angles);
  frame.dataset.player = "ready";
}
