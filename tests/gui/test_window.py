"""The window as a person uses it: see, click, type, switch, close."""

from concurrent.futures import wait

import pytest
from PyQt5.QtCore import QPoint, QPointF, QSemaphore, Qt
from PyQt5.QtWidgets import QAbstractButton, QLabel, QLineEdit

from facecam import settings as settings_store
from facecam.engine import EngineState
from facecam.errors import CaptureError
from facecam.gui import messages
from facecam.gui.gallery_dialog import GalleryDialog
from facecam.gui.video_view import VideoView
from facecam.settings import Settings
from facecam.track.pace import STEPS
from facecam.types import Decision, Match, Reason
from tests.gui.fake_engine import face, known, sample, unsure
from tests.reading import read


def place_of(window, x, y):
    """Where a place of the picture is in the view."""
    return window.view.image_to_widget().map(QPointF(x, y)).toPoint()


def click(qtbot, window, x, y):
    qtbot.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=place_of(window, x, y))


def show(qtbot, window, engine, *faces):
    before = window.view.frames_shown
    engine.show(*faces)
    qtbot.waitUntil(lambda: window.view.frames_shown > before)


def labels(window):
    return [mark.label for mark in window.view.marks]


def test_a_frame_and_its_faces_are_shown(qtbot, window, engine):
    show(qtbot, window, engine, known("Zoë", 0.824), face(track_id=2))
    assert labels(window) == ["Zoë", "Unknown"]


def test_a_burst_of_frames_shows_the_newest_without_showing_them_all(qtbot, window, engine):
    for _ in range(200):
        engine.show(known("Ann"))
    engine.show(known("Zoë"))
    qtbot.waitUntil(lambda: labels(window) == ["Zoë"])
    assert window.view.frames_shown < 5


def test_clicking_a_face_and_typing_a_name_enrols_it(qtbot, window, engine):
    show(qtbot, window, engine, face())
    click(qtbot, window, 100, 110)
    assert window.panel.isVisible()
    window.panel.name_field.setText("李小龙")
    qtbot.keyClick(window.panel.name_field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.panel.isVisible())
    assert "李小龙" in engine.gallery.names
    assert read(window.view.hint) == "李小龙 is enrolled with 1 sample"


def test_escape_closes_the_panel_and_enrols_nobody(qtbot, window, engine):
    show(qtbot, window, engine, face())
    click(qtbot, window, 100, 110)
    qtbot.keyClicks(window.panel.name_field, "Bob")
    qtbot.keyClick(window.panel.name_field, Qt.Key.Key_Escape)
    assert not window.panel.isVisible()
    assert engine.gallery.names == ["Ann", "Zoë"]


def press_name_a_face(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)


def begin_to_type(qtbot, window, text):
    window.panel.name_field.clear()
    qtbot.keyClicks(window.panel.name_field, text)


def test_a_name_that_was_begun_is_there_again_after_the_next_face_and_after_escape(
    qtbot, window, engine
):
    show(qtbot, window, engine, face(), face((200, 60, 280, 160), track_id=2))
    click(qtbot, window, 100, 110)
    begin_to_type(qtbot, window, "Cle")
    press_name_a_face(qtbot, window)
    assert window.panel.name_field.text() == ""
    press_name_a_face(qtbot, window)
    assert window.panel.name_field.text() == "Cle"
    qtbot.keyClick(window.panel.name_field, Qt.Key.Key_Escape)
    click(qtbot, window, 100, 110)
    assert window.panel.name_field.text() == "Cle"


def test_people_may_be_looked_up_while_a_name_is_typed(qtbot, window, engine):
    show(qtbot, window, engine, face())
    click(qtbot, window, 100, 110)
    begin_to_type(qtbot, window, "Cle")
    assert people_shown(qtbot, window)
    assert window.panel.isVisible()
    assert window.panel.name_field.text() == "Cle"


def test_a_name_that_was_begun_is_enrolled_though_another_source_is_shown_by_then(
    qtbot, window, engine, studio
):
    show(qtbot, window, engine, face())
    click(qtbot, window, 100, 110)
    begin_to_type(qtbot, window, "Cleo")
    window.tools.source_menu.demo_action.trigger()
    qtbot.waitUntil(lambda: len(studio.engines) == 2)
    qtbot.keyClick(window.panel.name_field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Cleo" in studio.gallery.names)
    qtbot.waitUntil(lambda: not window.panel.isVisible())


def test_a_name_is_enrolled_though_the_source_has_failed(qtbot, window, engine, studio):
    show(qtbot, window, engine, face())
    engine.be(EngineState.FAILED, "The camera is gone.")
    click(qtbot, window, 100, 110)
    begin_to_type(qtbot, window, "Cleo")
    qtbot.keyClick(window.panel.name_field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Cleo" in studio.gallery.names)


def test_who_is_known_is_followed_whoever_changes_it(qtbot, window, engine, studio):
    show(qtbot, window, engine, face())
    click(qtbot, window, 100, 110)
    begin_to_type(qtbot, window, "Ann")
    assert read(window.panel.note) == "Adds a sample to Ann."
    studio.gallery.delete(1)
    qtbot.waitUntil(lambda: window.panel.note == "")
    assert window.status.people_label.text() == "1 person known"


def test_trouble_with_the_gallery_is_said_from_the_start_until_it_is_over(
    qtbot, open_window, studio
):
    studio.gallery.be_in_trouble("The gallery is damaged in part.")
    window = open_window()
    assert window.gallery_notice.isVisible()
    assert window.gallery_notice.text == "The gallery is damaged in part."
    studio.gallery.be_in_trouble("")
    qtbot.waitUntil(lambda: not window.gallery_notice.isVisible())


def test_trouble_that_was_read_and_closed_is_not_said_again(qtbot, open_window, studio):
    studio.gallery.be_in_trouble("The gallery is damaged in part.")
    window = open_window()
    qtbot.mouseClick(window.gallery_notice.close_button, Qt.MouseButton.LeftButton)
    studio.gallery.delete(1)
    qtbot.waitUntil(lambda: window.status.people_label.text() == "1 person known")
    assert not window.gallery_notice.isVisible()
    studio.gallery.be_in_trouble("The gallery is no longer there.")
    qtbot.waitUntil(window.gallery_notice.isVisible)


def test_what_is_wrong_with_the_gallery_is_said_once(qtbot, window, engine, studio):
    studio.gallery.be_in_trouble("The gallery cannot be opened.")
    engine.be(EngineState.FAILED, "The gallery cannot be opened.")
    qtbot.waitUntil(window.gallery_notice.isVisible)
    assert not window.trouble.isVisible()


def test_a_closed_window_hears_no_more_of_the_gallery(qtbot, open_window, studio):
    window = open_window()
    with qtbot.waitSignal(window.closed):
        window.close()
    assert studio.gallery.subscribers == []


def test_why_no_face_can_be_named_is_said_as_it_is(qtbot, open_window, studio):
    studio.failures["nothing.mp4"] = CaptureError("There is no file nothing.mp4.")
    window = open_window("nothing.mp4", shows=False)
    qtbot.waitUntil(window.trouble.isVisible)
    press_name_a_face(qtbot, window)
    assert window.view.hint == messages.NO_PICTURE

    window.show_source("demo")
    qtbot.waitUntil(lambda: window.session.engine is not None)
    engine = studio.engines[-1]
    engine.show_frame()
    qtbot.waitUntil(lambda: window.view.frames_shown == 1)
    click(qtbot, window, 100, 110)
    assert window.view.hint == messages.STILL_LOADING
    assert read(window.status.state_label.text()) == "Loading the networks… · demo"

    show(qtbot, window, engine)
    click(qtbot, window, 100, 110)
    assert window.view.hint == messages.NO_FACE


def test_a_face_that_could_not_be_judged_at_the_end_is_not_waited_for(qtbot, window, engine):
    blurred = Match(Decision.NOT_JUDGED, reason=Reason.BLURRED)
    show(qtbot, window, engine, face(match=blurred, sample=None))
    click(qtbot, window, 100, 110)
    assert "waiting" in window.panel.crop_view.words
    engine.be(EngineState.ENDED)
    qtbot.waitUntil(lambda: "not seen well enough" in window.panel.crop_view.words)


def test_a_known_face_is_offered_under_its_name(qtbot, window, engine):
    show(qtbot, window, engine, known("Ann"))
    click(qtbot, window, 100, 110)
    assert window.panel.name_field.text() == "Ann"
    assert read(window.panel.note) == "Adds a sample to Ann."


def test_a_click_beside_every_face_gives_a_hint(qtbot, window, engine):
    show(qtbot, window, engine, face())
    click(qtbot, window, 300, 20)
    assert window.view.hint == messages.CLICK_A_FACE
    assert not window.panel.isVisible()


def test_the_largest_face_can_be_named_without_a_mouse(qtbot, window, engine):
    show(qtbot, window, engine, known("Zoë"), face(track_id=2))
    window.tools.enrol.trigger()
    assert window.panel.name_field.text() == "Zoë"


def test_the_gallery_s_refusal_is_shown_in_the_panel(qtbot, window, engine):
    show(qtbot, window, engine, face())
    click(qtbot, window, 100, 110)
    qtbot.keyClicks(window.panel.name_field, "full")
    qtbot.mouseClick(window.panel.enrol_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "disk is full" in window.panel.fault)
    assert window.panel.enrol_button.isEnabled()


def test_the_notice_given_at_the_start_stays_until_it_is_closed(qtbot, open_window):
    window = open_window(notice="No camera was found: this is the demo.")
    assert window.notice.text == "No camera was found: this is the demo."
    qtbot.mouseClick(window.notice.close_button, Qt.MouseButton.LeftButton)
    assert not window.notice.isVisible()


def test_reconnecting_is_said_until_the_picture_is_back(qtbot, window, engine):
    engine.be(EngineState.RECONNECTING, "The camera has stopped; trying again.")
    qtbot.waitUntil(window.trouble.isVisible)
    assert window.trouble.text == "The camera has stopped; trying again."
    engine.be(EngineState.RUNNING, "The camera is back after 7 s.")
    qtbot.waitUntil(lambda: window.trouble.text == "The camera is back after 7 s.")
    engine.be(EngineState.RUNNING)
    qtbot.waitUntil(lambda: not window.trouble.isVisible())


def test_another_reason_for_the_same_trouble_is_said(qtbot, window, engine):
    for reason in ("It sends nothing.", "It sends garbage."):
        engine.be(EngineState.RECONNECTING, reason)
        qtbot.waitUntil(lambda reason=reason: window.trouble.text == reason)
    assert window.trouble.isVisible()


def test_a_source_that_falls_silent_without_a_word_is_noticed(qtbot, window, engine):
    engine.fall_silent("The camera does not answer; waiting for it.")
    qtbot.waitUntil(window.trouble.isVisible)
    assert window.trouble.text == "The camera does not answer; waiting for it."


def test_a_message_that_was_closed_is_not_said_again_until_there_is_another(qtbot, window, engine):
    engine.be(EngineState.RECONNECTING, "The camera has stopped; trying again.")
    qtbot.waitUntil(window.trouble.isVisible)
    qtbot.mouseClick(window.trouble.close_button, Qt.MouseButton.LeftButton)
    show(qtbot, window, engine, face())
    assert not window.trouble.isVisible()
    engine.be(EngineState.RECONNECTING, "The camera is gone; trying again.")
    qtbot.waitUntil(window.trouble.isVisible)


@pytest.mark.parametrize(
    ("state", "said"),
    [(EngineState.FAILED, "The camera is gone."), (EngineState.ENDED, messages.ENDED)],
)
def test_after_the_end_or_a_failure_the_source_can_be_opened_again(
    qtbot, window, studio, engine, state, said
):
    engine.be(state, "The camera is gone.")
    qtbot.waitUntil(window.trouble.isVisible)
    assert window.trouble.text == said
    qtbot.mouseClick(window.trouble.action_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(studio.engines) == 2)
    assert engine.stopped
    assert studio.engines[1].spec == engine.spec


def test_the_end_of_a_single_photograph_is_nothing_to_tell_of(qtbot, window, engine):
    engine.show_photograph(face())
    qtbot.waitUntil(lambda: "Ended" in window.status.state_label.text())
    assert not window.trouble.isVisible()


def test_a_source_that_cannot_be_opened_is_said_and_the_window_stays(qtbot, open_window, studio):
    studio.failures["nothing.mp4"] = CaptureError("There is no file nothing.mp4.")
    window = open_window("nothing.mp4", shows=False)
    qtbot.waitUntil(window.trouble.isVisible)
    assert window.trouble.text == "There is no file nothing.mp4."
    assert read(window.status.state_label.text()) == "Failed · nothing.mp4"
    window.show_source("demo")
    qtbot.waitUntil(lambda: window.session.engine is not None)
    assert not window.trouble.isVisible()


def test_choosing_another_source_stops_the_old_engine_first(qtbot, window, studio, engine):
    show(qtbot, window, engine, face())
    window.tools.source_menu.demo_action.trigger()
    qtbot.waitUntil(lambda: len(studio.engines) == 2 and studio.engines[1].started)
    assert engine.stopped
    assert window.view.marks == ()


def test_of_sources_chosen_in_quick_succession_only_the_last_runs(qtbot, window, studio):
    for spec in ("a.mp4", "b.mp4", "c.mp4"):
        window.show_source(spec)
    qtbot.waitUntil(lambda: window.session.engine is not None)
    qtbot.waitUntil(lambda: all(engine.stopped for engine in studio.engines[:-1]))
    assert [engine.spec for engine in studio.engines if not engine.stopped] == ["c.mp4"]


def test_the_panel_explains_the_face_that_was_clicked_as_long_as_it_is_open(qtbot, window, engine):
    show(qtbot, window, engine, unsure("Ann", track_id=7))
    click(qtbot, window, 100, 110)
    assert "Perhaps Ann" in read(window.panel.why.text)
    show(qtbot, window, engine, known("Ann", track_id=7))
    assert "Looks like Ann" in read(window.panel.why.text)


def test_an_unsure_face_is_confirmed_with_a_click_and_return(qtbot, window, engine):
    show(qtbot, window, engine, unsure("Ann"))
    click(qtbot, window, 100, 110)
    qtbot.keyClick(window.panel.name_field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: read(window.view.hint) == "Ann is enrolled with 2 samples")


def test_the_keyboard_goes_from_face_to_face_and_explains_each(qtbot, window, engine):
    show(qtbot, window, engine, known("Zoë"), unsure("Ann", box=(200, 60, 280, 160), track_id=2))
    for words in ("Looks like Zoë.", "Perhaps Ann", "Looks like Zoë."):
        press_name_a_face(qtbot, window)
        assert words in read(window.panel.why.text)


def test_the_face_asked_about_has_its_card_back_when_the_panel_is_closed(qtbot, window, engine):
    show(qtbot, window, engine, face(box=(20, 20, 300, 220)))
    qtbot.mouseMove(window.view, place_of(window, 20, 230))
    qtbot.mouseMove(window.view, place_of(window, 100, 110))
    qtbot.waitUntil(lambda: window.view.explained is not None)
    click(qtbot, window, 100, 110)
    assert window.view.explained is None
    qtbot.keyClick(window.panel.name_field, Qt.Key.Key_Escape)
    assert window.view.explained is not None


def choose_strangers(qtbot, window, strangers):
    menu = window.tools.strangers_menu
    menu.popup(window.mapToGlobal(window.rect().center()))
    place = menu.actionGeometry(menu.choices[strangers]).center()
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)


def test_how_many_strangers_may_be_named_is_chosen_at_once_and_kept(
    qtbot, window, engine, own_settings
):
    assert engine.stranger_rate == 1 / 1000
    choose_strangers(qtbot, window, 10000)
    assert engine.stranger_rate == 1 / 10000
    assert settings_store.load(own_settings).one_stranger_in == 10000


def test_the_choice_holds_for_the_sources_opened_after_it(qtbot, window, studio):
    choose_strangers(qtbot, window, 100)
    window.show_source("b.mp4")
    qtbot.waitUntil(lambda: len(studio.engines) == 2 and studio.engines[1].started)
    assert studio.engines[1].stranger_rate == 1 / 100


def test_a_choice_made_while_a_source_is_being_opened_holds_for_it(qtbot, window, studio):
    window.show_source("b.mp4")
    choose_strangers(qtbot, window, 100)
    qtbot.waitUntil(lambda: len(studio.engines) == 2 and studio.engines[1].started)
    assert studio.engines[1].stranger_rate == 1 / 100


def test_what_was_given_for_this_run_only_is_shown_but_not_stored(
    qtbot, open_window, studio, own_settings
):
    settings_store.save(Settings(one_stranger_in=1000), own_settings)
    window = open_window("0", Settings(one_stranger_in=100))
    assert window.tools.strangers_menu.choices[100].isChecked()
    assert studio.engines[-1].stranger_rate == 1 / 100
    window.tools.landmarks.trigger()
    assert settings_store.load(own_settings).one_stranger_in == 1000


def test_one_choice_of_strangers_is_checked_and_the_menu_says_what_it_costs(window):
    menu = window.tools.strangers_menu
    checked = [action.text() for action in menu.actions() if action.isChecked()]
    assert checked == ["1 in 1,000 (usual)"]
    assert list(menu.choices) == [100, 1000, 10000]
    assert menu.actions()[-1].text() == messages.STRANGERS_COST


def test_the_status_line_says_what_is_left_out_to_keep_up(qtbot, window, engine):
    pace = window.status.pace_label
    assert not pace.isVisible()
    engine.be(EngineState.RUNNING, pace_step=1)
    qtbot.waitUntil(pace.isVisible)
    assert pace.text() == "Slowed: looking for new faces less often"
    assert f"every {STEPS[1].key_interval_s:g} s" in pace.toolTip()
    engine.be(EngineState.RUNNING)
    qtbot.waitUntil(lambda: not pace.isVisible())
    assert pace.toolTip() == ""


@pytest.mark.parametrize("size", [(480, 360), (800, 600), (1280, 900)])
def test_every_tool_and_the_status_fit_into_the_window(qtbot, window, engine, size):
    window.resize(*size)
    engine.be(EngineState.RUNNING, pace_step=6)
    qtbot.waitUntil(window.status.pace_label.isVisible)
    assert window.width() == size[0]
    tools = [window.tools.widgetForAction(action) for action in window.tools.actions()]
    assert all(tool.isVisible() for tool in tools)
    assert window.rect().contains(window.status.geometry())


def test_every_control_is_reached_with_tab_and_is_seen_to_have_the_keyboard(
    qtbot, open_window, studio
):
    studio.gallery.be_in_trouble("The gallery is damaged in part.")
    window = open_window("0", notice="A notice.")
    show(qtbot, window, studio.engines[-1], face())
    studio.engines[-1].be(EngineState.ENDED)
    qtbot.waitUntil(window.trouble.isVisible)
    press_name_a_face(qtbot, window)
    controls = [
        child
        for kind in (QAbstractButton, QLineEdit, VideoView)
        for child in window.findChildren(kind)
        if child.isVisible() and child.isEnabled()
    ]
    assert len(controls) == 15
    reached, unseen = set(), set()
    for _ in range(len(controls)):
        focused = window.focusWidget()
        with_it = focused.grab().toImage()
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        reached.add(focused)
        if focused.grab().toImage() == with_it:
            unseen.add(focused)
    assert reached == set(controls)
    assert unseen == set()


def test_a_tool_that_does_not_work_now_looks_so(qtbot, open_window, studio):
    window = open_window("0")
    button = window.tools.widgetForAction(window.tools.mirror)
    enabled = brightest(window, button)
    window.show_source("demo")
    assert not button.isEnabled()
    assert brightest(window, button) < 0.6 * enabled


def brightest(window, widget):
    place = widget.rect().translated(widget.mapTo(window, QPoint()))
    image = window.grab(place).toImage()
    return max(
        image.pixelColor(x, y).lightness()
        for x in range(image.width())
        for y in range(image.height())
    )


def test_return_on_the_picture_asks_for_the_next_face(qtbot, window, engine):
    show(qtbot, window, engine, known("Zoë"), unsure("Ann", box=(200, 60, 280, 160), track_id=2))
    qtbot.keyClick(window.view, Qt.Key.Key_Return)
    assert window.panel.name_field.text() == "Zoë"
    window.view.setFocus()
    qtbot.keyClick(window.view, Qt.Key.Key_Space)
    assert window.panel.name_field.text() == "Ann"


def test_a_window_is_no_larger_than_its_screen(qtbot, open_window):
    window = open_window(size=None)
    room = window.screen().availableGeometry().size()
    assert window.size().boundedTo(room) == window.size()
    window.tools.people.trigger()
    dialog = window.findChild(GalleryDialog)
    assert dialog.size().boundedTo(room) == dialog.size()
    dialog.accept()


def test_the_switches_are_remembered_and_nothing_else_is(qtbot, open_window, own_settings):
    settings_store.save(Settings(min_face_px=50), own_settings)
    window = open_window("0", Settings(min_face_px=90))
    window.tools.landmarks.trigger()
    window.tools.mirror.trigger()
    stored = settings_store.load(own_settings)
    assert (stored.show_landmarks, stored.mirror, stored.min_face_px) == (True, False, 50)


def test_settings_that_cannot_be_saved_are_said(qtbot, window, own_settings):
    own_settings.mkdir()
    window.tools.landmarks.trigger()
    assert "settings file" in window.notice.text


def test_only_cameras_are_mirrored(qtbot, open_window, studio):
    window = open_window("0")
    show(qtbot, window, studio.engines[-1], face())
    assert window.view.image_to_widget().m11() < 0
    window.show_source("demo")
    assert not window.tools.mirror.isEnabled()
    qtbot.waitUntil(lambda: len(studio.engines) == 2)
    show(qtbot, window, studio.engines[-1], face())
    assert window.view.image_to_widget().m11() > 0


def test_the_status_line_tells_state_rates_and_people(qtbot, window, engine):
    show(qtbot, window, engine, face())
    assert read(window.status.state_label.text()) == "Running · demo"
    assert "12 fps searched for faces" in window.status.rates_label.text()
    assert window.status.people_label.text() == "2 people known"


def test_full_screen_hides_the_bars_and_escape_brings_them_back(qtbot, window):
    window.tools.full_screen.trigger()
    qtbot.waitUntil(lambda: window.isFullScreen() and not window.tools.isVisible())
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isFullScreen() and window.tools.isVisible())


def people_shown(qtbot, window):
    """Open People, and close it once the two people of the gallery are listed."""
    window.tools.people.trigger()
    dialog = window.findChild(GalleryDialog)
    qtbot.waitUntil(lambda: dialog.people_list.topLevelItemCount() == 2)
    dialog.accept()
    return True


def test_people_opens_the_gallery(qtbot, window, engine):
    assert people_shown(qtbot, window)


def test_people_needs_no_source(qtbot, open_window, studio):
    studio.failures["nothing.mp4"] = CaptureError("There is no file nothing.mp4.")
    window = open_window("nothing.mp4", shows=False)
    assert people_shown(qtbot, window)  # while it is being opened
    qtbot.waitUntil(window.trouble.isVisible)
    assert people_shown(qtbot, window)  # and when it could not be
    assert window.status.people_label.text() == "2 people known"


def test_closing_stops_the_engine_and_says_so_once(qtbot, window, engine):
    said = []
    window.closed.connect(lambda: said.append(True))
    with qtbot.waitSignal(window.closed, timeout=2000):
        window.close()
        window.close()
    assert engine.stopped
    assert said == [True]


def test_closing_does_not_wait_for_an_engine_that_will_not_stop(qtbot, window, engine, monkeypatch):
    forever = QSemaphore(0)
    monkeypatch.setattr(engine, "stop", forever.acquire)
    with qtbot.waitSignal(window.closed, timeout=2000):
        window.close()
    assert not window.isVisible()
    forever.release()


def test_the_last_source_chosen_runs_even_when_its_answer_overtakes_the_others(
    qtbot, window, studio, monkeypatch
):
    """As on a busy machine: the last engine is open before anyone waits for it."""
    given, others = window.session._background.run, QSemaphore()

    def overtaking(work):
        if window.session.spec != "c.mp4":
            return given(lambda: others.tryAcquire(1, 5000) and work())
        others.release(2)
        last = given(work)
        wait([last], timeout=5)
        return last

    monkeypatch.setattr(window.session._background, "run", overtaking)
    for spec in ("a.mp4", "b.mp4", "c.mp4"):
        window.show_source(spec)
    qtbot.waitUntil(lambda: all(engine.stopped for engine in studio.engines[:-1]))
    assert window.session.engine.spec == "c.mp4"
    assert [engine.spec for engine in studio.engines if not engine.stopped] == ["c.mp4"]


def test_an_answer_that_comes_late_leaves_the_panel_of_another_face_alone(qtbot, window, engine):
    show(qtbot, window, engine, face(), face((200, 60, 280, 160), track_id=2, sample=sample(90)))
    engine.gallery.holds = True
    click(qtbot, window, 100, 110)
    window.panel.name_field.setText("Cleo")
    qtbot.keyClick(window.panel.name_field, Qt.Key.Key_Return)
    qtbot.mouseClick(window.panel.cancel_button, Qt.MouseButton.LeftButton)
    click(qtbot, window, 240, 110)
    window.panel.name_field.setText("Bo")
    engine.gallery.let_go()
    qtbot.waitUntil(lambda: read(window.view.hint) == "Cleo is enrolled with 1 sample")
    assert window.panel.isVisible()
    assert window.panel.name_field.text() == "Bo"


@pytest.mark.parametrize(
    "address", ["http:/me:hunter2@cam/x", "rtsp://me:hunter2@cam/x?key=hunter2"]
)
def test_no_password_of_a_source_is_shown(qtbot, open_window, studio, monkeypatch, address):
    placeholders: list[str] = []
    monkeypatch.setattr(VideoView, "clear", lambda _view, text: placeholders.append(text))
    studio.failures[address] = CaptureError("It cannot be opened.")
    window = open_window(source=address, shows=False)
    qtbot.waitUntil(window.trouble.isVisible)
    texts = [label.text() + label.toolTip() for label in window.findChildren(QLabel)]
    assert any("Failed" in text for text in texts)
    assert placeholders
    assert not any("hunter2" in text for text in [*texts, *placeholders, window.windowTitle()])


def test_an_enrolment_that_fails_when_its_panel_is_gone_is_said_above_the_picture(
    qtbot, window, engine
):
    show(qtbot, window, engine, face())
    engine.gallery.holds = True
    click(qtbot, window, 100, 110)
    begin_to_type(qtbot, window, "full")
    qtbot.keyClick(window.panel.name_field, Qt.Key.Key_Return)
    qtbot.mouseClick(window.panel.cancel_button, Qt.MouseButton.LeftButton)
    engine.gallery.let_go()
    qtbot.waitUntil(window.notice.isVisible)
    assert "disk is full" in window.notice.text
