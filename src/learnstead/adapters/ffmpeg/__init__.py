"""Video and sound by ffmpeg, which runs as a program with limits; PyAV looks into files, in a process of its own."""
