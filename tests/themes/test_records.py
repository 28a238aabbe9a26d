"""The JSON a catalogue reads."""

import json


def test_the_course_record_has_what_course_json_has_and_what_was_looked_up(live):
    record = live.record("")
    assert record["course_title"] == "Reading the Tide"
    assert (
        record["course_description_html"]
        == "<p>Why the sea rises <strong>twice a day</strong>, and how to tell when.</p>"
    )
    assert record["image_src"] == "/courses/tides/gauge.jpg"
    assert record["course_image_metadata"]["image_metadata"]["image-alt"] == "A striped pole in the water."
    assert record["site_short_id"] == "oc.101-fall-2025"
    assert record["site_url_path"] == "courses/tides"
    assert record["license"].startswith("https://creativecommons.org/licenses/")
    assert record["topics"] == [["Science", "Earth Science", "Oceanography"], ["Mathematics"]]


def test_unknown_instructors_are_left_out_and_known_ones_are_objects(live, plain):
    assert live.record("")["instructors"] == [
        {
            "uid": "0c0a6a7e-6d1f-4f0e-8a55-1f35c0d2b002",
            "title": "Dr Ada Quay",
            "first_name": "Ada",
            "last_name": "Quay",
            "middle_initial": "",
            "salutation": "Dr",
        }
    ]
    assert plain.record("")["instructors"] == []


def test_a_page_record_has_its_front_matter_and_the_text_readers_see(plain):
    record = plain.record("pages/syllabus")
    assert record["uid"] == "0c0a6a7e-6d1f-4f0e-8a55-1f35c0d20001"
    assert record["title"] == "Syllabus"
    assert record["learning_resource_types"] == ["Lecture Notes"]
    assert record["draft"] is False
    assert record["content"].strip() in plain.page("pages/syllabus")


def test_a_video_with_old_keys_is_also_found_by_new_ones(plain):
    files = plain.record("resources/lecture-one")["video_files"]
    assert files["video_transcript_file"] == "/courses/tides/one.pdf"
    assert files["video_transcript_resources"] == [{"file": "/courses/tides/one.pdf", "language": "en"}]
    assert files["video_captions_resources"] == [{"file": "/courses/tides/one.vtt", "language": "en"}]
    assert files["archive_url"] == "https://archive.org/download/tides/one.mp4"


def test_a_video_with_new_keys_is_also_found_by_old_ones(plain):
    files = plain.record("resources/lecture-two")["video_files"]
    assert files["video_transcript_file"] == "/courses/tides/two.pdf"
    assert files["video_captions_file"] == "/courses/tides/two.vtt"
    assert files["video_captions_resources"] == [
        {"file": "/courses/tides/two-fr.vtt", "language": "fr"},
        {"file": "/courses/tides/two.vtt", "language": "en"},
    ]


def test_a_gallery_record_lists_its_videos(plain):
    videos = plain.record("video_galleries/lectures")["videos"]
    assert [video["youtube_id"] for video in videos] == ["abcDEF12345", "zyxWVU98765"]


def test_the_content_map_leads_from_each_uid_to_its_record(plain):
    leads = json.loads(plain.text("content_map.json"))
    assert leads["0c0a6a7e-6d1f-4f0e-8a55-1f35c0d20003"] == "/courses/tides/pages/currents/ebb/data.json"
    assert "0c0a6a7e-6d1f-4f0e-8a55-1f35c0d2e001" not in leads
    for uid, address in leads.items():
        assert plain.record(address.removeprefix(plain.base).removesuffix("data.json"))["uid"] == uid


def test_folders_without_text_have_no_record(plain):
    assert (plain.folder / "pages/index.html").is_file()
    assert not (plain.folder / "pages/data.json").exists()
    assert not (plain.folder / "resources/data.json").exists()
