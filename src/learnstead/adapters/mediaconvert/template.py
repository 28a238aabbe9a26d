"""What MediaConvert is asked to make: CMAF for playing, an MP4 to take away, a still picture.

Names of settings are those of its CreateJob, version 2017-08-29. Sizes are left to its automated ABR, which looks at
the source and makes no rung above it; upright videos stay upright.
"""

from collections.abc import Mapping
from typing import Any

SEGMENT, FRAGMENT, GOP = 6, 2, 2
MOST_RUNGS = 5
LEAST_BITRATE, MOST_BITRATE, DOWNLOAD_BITRATE = 300_000, 6_000_000, 4_000_000
AUDIO = {
    "AudioSourceName": "Audio Selector 1",
    "CodecSettings": {
        "Codec": "AAC",
        "AacSettings": {"Bitrate": 128000, "CodingMode": "CODING_MODE_2_0", "SampleRate": 48000},
    },
}
# The second picture, after so many seconds, is the poster: the first is often black. A shorter video has one only.
POSTER_AFTER = 10


def settings(*, source: str, destination: str, download: bool) -> Mapping[str, Any]:
    """The ``Settings`` of a job that reads one s3:// address and writes below another (which ends with a slash)."""
    return {
        "TimecodeConfig": {"Source": "ZEROBASED"},
        "Inputs": [
            {
                "FileInput": source,
                "TimecodeSource": "ZEROBASED",
                "VideoSelector": {"Rotate": "AUTO"},
                "AudioSelectors": {"Audio Selector 1": {"DefaultSelection": "DEFAULT"}},
            }
        ],
        "OutputGroups": [
            _cmaf(f"{destination}master"),
            *([_download(f"{destination}download")] if download else []),
            _poster(f"{destination}poster"),
        ],
    }


def _cmaf(destination: str) -> Mapping[str, Any]:
    rungs = {
        "MaxRenditions": MOST_RUNGS,
        "MinAbrBitrate": LEAST_BITRATE,
        "MaxAbrBitrate": MOST_BITRATE,
    }
    return {
        "Name": "CMAF",
        "AutomatedEncodingSettings": {"AbrSettings": rungs},
        "OutputGroupSettings": {
            "Type": "CMAF_GROUP_SETTINGS",
            "CmafGroupSettings": {
                "Destination": destination,
                "SegmentLength": SEGMENT,
                "FragmentLength": FRAGMENT,
                "SegmentControl": "SEGMENTED_FILES",
                "ManifestDurationFormat": "FLOATING_POINT",
                "CodecSpecification": "RFC_6381",
                "WriteHlsManifest": "ENABLED",
                "WriteDashManifest": "DISABLED",
            },
        },
        "Outputs": [
            {
                "NameModifier": "_picture",
                "ContainerSettings": {"Container": "CMFC"},
                "VideoDescription": _picture({"QualityTuningLevel": "MULTI_PASS_HQ"}),
            },
            {"NameModifier": "_sound", "ContainerSettings": {"Container": "CMFC"}, "AudioDescriptions": [AUDIO]},
        ],
    }


def _download(destination: str) -> Mapping[str, Any]:
    output = {
        "ContainerSettings": {"Container": "MP4", "Mp4Settings": {"MoovPlacement": "PROGRESSIVE_DOWNLOAD"}},
        "VideoDescription": _picture({"MaxBitrate": DOWNLOAD_BITRATE}),
        "AudioDescriptions": [AUDIO],
    }
    return _file_group("Download", destination, output)


def _poster(destination: str) -> Mapping[str, Any]:
    capture = {
        "FramerateNumerator": 1,
        "FramerateDenominator": POSTER_AFTER,
        "MaxCaptures": 2,
        "Quality": 80,
    }
    output = {
        "ContainerSettings": {"Container": "RAW"},
        "VideoDescription": {"CodecSettings": {"Codec": "FRAME_CAPTURE", "FrameCaptureSettings": capture}},
    }
    return _file_group("Poster", destination, output)


def _file_group(name: str, destination: str, output: Mapping[str, Any]) -> Mapping[str, Any]:
    group = {"Type": "FILE_GROUP_SETTINGS", "FileGroupSettings": {"Destination": destination}}
    return {"Name": name, "OutputGroupSettings": group, "Outputs": [output]}


def _picture(more: Mapping[str, Any]) -> Mapping[str, Any]:
    """Capped quality instead of a constant rate: slides cost a tenth of what sports do."""
    return {
        "CodecSettings": {
            "Codec": "H_264",
            "H264Settings": {
                "RateControlMode": "QVBR",
                "GopSize": GOP,
                "GopSizeUnits": "SECONDS",
                "GopClosedCadence": 1,
                "SceneChangeDetect": "DISABLED",
                "InterlaceMode": "PROGRESSIVE",
                "FramerateControl": "INITIALIZE_FROM_SOURCE",
                **more,
            },
        },
    }
