"""Collections of videos: intake, transcoding, captions, playback, and outlets such as Open edX and YouTube."""
