"""Quizzes work without script: choices one can choose, and an answer one can open."""


def test_one_right_answer_makes_radio_buttons_and_several_make_boxes(plain):
    first, second = plain.main("pages/currents/ebb").split("<form ")[1:]
    assert first.count('<input type="radio" name="quiz-0"') == 2
    assert "<legend>Choose one</legend>" in first
    assert second.count('<input type="checkbox" name="quiz-1"') == 3
    assert "<legend>Choose all that apply</legend>" in second


def test_the_answer_can_be_opened_without_script(plain):
    first, second = plain.main("pages/currents/ebb").split("<form ")[1:]
    answer = first.partition("<details>")[2]
    assert "<li><em>Twice</em> a day</li>" in answer
    assert "<p>The Earth turns under <strong>two</strong> bulges.</p>" in answer
    assert "<li>The Moon</li><li><math>" in second.partition("<details>")[2]


def test_the_check_button_waits_for_the_script_that_gives_it_a_meaning(plain):
    first = plain.main("pages/currents/ebb").split("<form ")[1]
    assert '<button type="submit" hidden>Check</button>' in first
    assert first.startswith('class="quiz" method="dialog"')


def test_a_formula_as_an_answer_has_a_name_for_screen_readers(plain):
    assert '<span class="visually-hidden">Answer 2:</span> <math>' in plain.main("pages/currents/ebb")
