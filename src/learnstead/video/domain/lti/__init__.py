"""Our side of LTI 1.3: learning platforms show our videos in their courses."""
