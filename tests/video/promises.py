"""Where the promises of this part are kept: tests for each thing that hurt in systems before, and for each scenario.

Numbers are those of the requirements. A test is named by its file below ``tests`` and its name.
"""

from collections.abc import Mapping, Sequence

Tests = Mapping[str, Sequence[str]]

PAINS: Mapping[int, tuple[str, Tests]] = {
    1: ("nothing was signed", {"video/delivery/test_leaks.py": ["test_no_byte_has_an_address_that_can_be_guessed"]}),
    2: (
        "a collection told strangers its files, owner and groups",
        {"video/web/test_permissions.py": ["test_a_collection_tells_nobody_else_who_runs_it_and_whose_it_is"]},
    ),
    3: ("anybody could change captions", {"video/web/test_captions.py": ["test_nobody_else_reaches_any_of_it"]}),
    4: (
        "an error counted as complete",
        {"config/inbound/test_transcode_jobs.py": ["test_an_error_of_the_film_is_an_error_and_never_complete"]},
    ),
    5: (
        "events could be forged",
        {
            "config/inbound/test_transcode_jobs.py": [
                "test_forged_messages_and_those_of_other_topics_are_refused",
                "test_raw_messages_need_the_secret_in_the_address",
                "test_a_job_that_nobody_knows_is_no_error",
            ]
        },
    ),
    6: (
        "owners could not send to Open edX",
        {"video/outlets/test_pages.py": ["test_any_admin_of_a_collection_may_send_it_by_the_older_address"]},
    ),
    7: (
        "an owner did not see their own private videos",
        {"video/domain/test_access.py": ["test_each_person_may_watch_what_the_rules_say_and_nothing_else"]},
    ),
    8: (
        "uploads to YouTube broke, and its quota was not understood",
        {
            "adapters/youtube_upload/test_client.py": [
                "test_a_video_goes_up_in_parts_and_is_unlisted",
                "test_a_used_up_quota_is_told_from_a_refusal",
            ]
        },
    ),
    9: (
        "addresses that asked nobody who they were",
        {
            "video/web/test_every_address.py": [
                "test_no_address_is_forgotten",
                "test_everybody_is_answered_what_is_for_them_and_told_nothing_else",
            ]
        },
    ),
    10: (
        "captions were damaged when they were converted",
        {
            "kernel/test_caption_files.py": [
                "test_the_same_is_read_however_it_was_written",
                "test_times_inside_the_text_stay_as_they_are",
            ]
        },
    ),
    11: (
        "the same file was there twice",
        {"video/domain/transcoding/test_transcoding.py": ["test_a_piece_whose_files_are_there_is_not_made_again"]},
    ),
    12: (
        "Dropbox throttles and asks to sign in",
        {
            "adapters/remote_files/test_dropbox.py": [
                "test_throttling_is_waited_out_as_long_as_the_server_asks",
                "test_a_link_that_is_not_shared_any_more_is_refused_in_words_for_its_owner",
            ]
        },
    ),
    13: (
        "changes in bulk told nobody",
        {"video/delivery/test_marks.py": ["test_a_mark_that_a_crash_or_a_bulk_update_left_goes_within_the_minute"]},
    ),
    14: (
        "Open edX was told the wrong status, and lost the MP4",
        {
            "adapters/edxval/test_client.py": [
                "test_a_new_video_is_created_with_both_profiles_and_its_course",
                "test_a_video_that_is_there_is_changed_and_keeps_its_courses",
            ]
        },
    ),
    15: (
        "the command for Open edX chose the wrong collections",
        {"video/outlets/test_pages.py": ["test_the_command_sends_and_says_how_each_stands"]},
    ),
    16: (
        "videos became public by themselves",
        {
            "video/web/test_permissions.py": [
                "test_making_new_videos_public_leaves_those_that_are_here_as_they_are",
                "test_a_group_that_was_not_offered_cannot_be_given_and_none_is_made_by_naming_it",
            ]
        },
    ),
    17: (
        "a download was the original or not, by chance",
        {
            "video/delivery/test_leaks.py": [
                "test_a_viewer_is_led_to_a_file_of_their_own",
                "test_an_original_is_not_among_what_a_viewer_may_play",
            ]
        },
    ),
    18: (
        "who guessed an address could watch",
        {"video/delivery/test_leaks.py": ["test_no_byte_has_an_address_that_can_be_guessed"]},
    ),
    19: (
        "segments had no token",
        {"video/delivery/test_leaks.py": ["test_who_may_watch_gets_every_file_with_one_grant"]},
    ),
    20: (
        "a signed playlist led to unsigned segments, or signed twice",
        {
            "adapters/delivery/test_signers.py": [
                "test_our_own_addresses_share_one_token_for_one_folder",
                "test_cloudfront_addresses_carry_one_signature_for_the_folder",
            ]
        },
    ),
    21: (
        "encoding stood still, and half a film was published",
        {
            "video/domain/transcoding/test_transcoding.py": [
                "test_work_that_nobody_is_at_is_asked_for_again",
                "test_what_fails_halfway_is_shown_no_longer_and_goes_in_time",
            ]
        },
    ),
    22: (
        "a job nobody was at stayed taken",
        {
            "video/domain/transcoding/test_kills.py": [
                "test_workers_killed_at_random_moments_lose_no_piece_that_was_done"
            ],
            "video/domain/transcoding/test_transcoding.py": ["test_a_piece_belongs_to_one_worker_until_its_lease_ends"],
        },
    ),
    23: (
        "the last piece counted twice, and an upload could not go on",
        {
            "video/intake/test_receiving.py": ["test_the_last_piece_sent_twice_makes_one_video"],
            "video/intake/test_over_http.py": [
                "test_an_upload_goes_on_at_once_when_the_server_was_killed_in_the_middle"
            ],
        },
    ),
    24: (
        "the language of captions could not be changed",
        {"video/domain/captions/test_versions.py": ["test_the_language_can_be_changed_afterwards"]},
    ),
    25: ("a path led out of the folder", {"config/media/test_bytes.py": ["test_no_path_leads_out_of_the_folder"]}),
}

SCENARIOS: Mapping[int, tuple[str, Tests]] = {
    1: (
        "the public list is that of ODL Video Service",
        {
            "video/web/test_public_videos.py": [
                "test_the_list_has_the_fields_of_the_golden_answer_in_their_order",
                "test_mistakes_are_answered_as_before",
                "test_addresses_are_whole_stable_and_without_a_signature",
            ],
            "video/web/test_our_own_source.py": ["test_videos_playlists_and_captions_come_as_from_odl_video_service"],
            "video/web/test_other_readers.py": [
                "test_playlists_and_shorts_are_those_that_are_public_complete_and_for_learning",
                "test_addresses_of_captions_that_readers_make_lead_to_captions",
                "test_mit_learns_own_reader_finds_the_same",
                "test_the_data_platforms_own_reader_finds_the_same_twice",
            ],
        },
    ),
    2: (
        "a film comes in pieces and becomes all that players want",
        {
            "video/test_whole_films.py": ["test_a_film_whose_sender_died_halfway_becomes_all_that_players_want"],
            "video/intake/test_tus.py": ["test_an_upload_goes_on_from_where_it_stopped"],
            "video/domain/transcoding/test_transcoding.py": ["test_a_film_becomes_all_that_players_want"],
            "adapters/ffmpeg/test_encoding.py": [
                "test_chunks_of_uneven_frames_meet_exactly",
                "test_a_poster_is_not_black_when_anything_else_is_not",
            ],
        },
    ),
    4: (
        "a worker dies",
        {
            "video/domain/transcoding/test_kills.py": [
                "test_workers_killed_at_random_moments_lose_no_piece_that_was_done"
            ]
        },
    ),
    5: (
        "events of MediaConvert",
        {
            "config/inbound/test_transcode_jobs.py": [
                "test_a_job_that_is_complete_makes_the_video_playable",
                "test_an_error_of_the_film_is_an_error_and_never_complete",
                "test_what_comes_again_late_or_out_of_order_changes_nothing",
                "test_the_production_systems_own_payloads_are_understood",
                "test_a_subscription_confirms_itself_and_a_farewell_does_not_subscribe_again",
            ],
            "adapters/sns/test_messages.py": ["test_a_certificate_from_elsewhere_is_not_even_fetched"],
        },
    ),
    6: (
        "private bytes stay private, and play",
        {
            "video/delivery/test_leaks.py": [
                "test_who_may_not_watch_gets_no_grant",
                "test_a_grant_for_one_video_opens_no_byte_of_another",
                "test_an_expired_grant_is_gone_and_a_revoked_one_refused",
                "test_what_is_given_holds_no_key",
            ],
            "config/media/test_bytes.py": ["test_a_range_is_answered_with_its_bytes"],
            "video/web/test_player_in_browser.py": [
                "test_it_plays_through_a_seek_after_its_addresses_were_renewed",
                "test_a_site_that_is_allowed_shows_the_player_without_a_cookie_and_another_is_refused_by_the_browser",
            ],
        },
    ),
    7: (
        "CloudFront is signed as Amazon's own library does",
        {
            "adapters/delivery/test_cloudfront.py": [
                "test_a_canned_address_is_botocores",
                "test_a_custom_policy_and_its_address_are_botocores",
                "test_openssl_finds_the_signature_right",
                "test_sha256_is_announced_and_nothing_else_differs",
            ]
        },
    ),
    8: (
        "who may do what",
        {
            "video/web/test_every_address.py": ["test_everybody_is_answered_what_is_for_them_and_told_nothing_else"],
            "video/domain/test_access.py": ["test_each_person_may_watch_what_the_rules_say_and_nothing_else"],
        },
    ),
    9: (
        "recordings of lectures",
        {
            "video/intake/test_lecture_names.py": ["test_a_name_says_which_course_which_session_and_when"],
            "video/intake/test_capture.py": [
                "test_a_recording_becomes_a_video_when_it_has_stopped_growing",
                "test_the_same_recording_put_there_again_makes_no_second_video",
            ],
            "video/web/test_player_in_browser.py": ["test_keys_captions_cameras_and_the_transcript"],
        },
    ),
    10: (
        "captions",
        {
            "kernel/test_caption_files.py": ["test_what_was_written_is_read_back"],
            "video/domain/captions/test_versions.py": [
                "test_an_edit_is_a_new_revision_and_can_be_undone",
                "test_words_are_found_with_their_moment",
                "test_the_language_can_be_changed_afterwards",
            ],
        },
    ),
    11: (
        "Open edX",
        {
            "adapters/edxval/test_client.py": [
                "test_a_new_video_is_created_with_both_profiles_and_its_course",
                "test_a_video_that_is_there_is_changed_and_keeps_its_courses",
                "test_a_validation_error_is_an_error_and_nothing_is_patched",
                "test_a_token_that_is_refused_is_replaced_once",
            ],
            "video/outlets/test_edx.py": ["test_each_installation_is_tried_at_its_own_pace"],
        },
    ),
    12: (
        "YouTube",
        {
            "video/outlets/test_youtube.py": [
                "test_a_used_up_quota_stops_the_batch_until_midnight_in_california",
                "test_captions_stop_before_the_units_do",
                "test_what_does_not_belong_there_any_more_is_deleted_there",
            ],
            "adapters/youtube_upload/test_client.py": ["test_an_upload_goes_on_where_it_broke_off"],
        },
    ),
    13: (
        "a film is replaced",
        {
            "video/delivery/test_playing.py": ["test_a_viewer_finishes_on_the_revision_they_began_with"],
            "video/web/test_player_in_browser.py": [
                "test_who_plays_on_while_the_film_is_replaced_sees_the_old_one_to_its_end"
            ],
        },
    ),
    14: (
        "what was watched",
        {
            "video/domain/test_analytics.py": [
                "test_seconds_people_and_days_are_counted",
                "test_nothing_was_watched_yet",
                "test_programs_that_say_so_are_robots",
            ]
        },
    ),
    15: (
        "what nobody watches, and addresses of before",
        {
            "video/domain/test_telling.py": [
                "test_what_nobody_watched_for_two_years_is_announced_archived_and_brought_back"
            ],
            "video/domain/test_originals.py": ["test_without_a_policy_nothing_ever_goes_and_six_years_are_the_least"],
            "video/domain/test_legacy.py": ["test_old_addresses_lead_for_good_to_where_videos_are_now"],
        },
    ),
    16: (
        "uploads that go wrong",
        {
            "video/intake/test_receiving.py": ["test_the_last_piece_sent_twice_makes_one_video"],
            "video/intake/test_tus.py": [
                "test_a_quota_that_is_full_is_said_in_words",
                "test_damaged_bytes_are_sent_again",
                "test_what_waited_too_long_is_gone",
            ],
            "adapters/remote_files/test_web.py": ["test_an_address_inside_our_network_is_never_asked"],
        },
    ),
}
ELSEWHERE = {3: "benchmarks/transcode.py measures it: a test must not hang on a clock"}
