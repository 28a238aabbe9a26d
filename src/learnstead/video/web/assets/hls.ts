// hls.js in a file of its own: only browsers that cannot play HLS by themselves load it.
export { default } from "hls.js";
