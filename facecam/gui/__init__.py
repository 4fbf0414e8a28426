"""The window: the live picture with its faces, and everything a click can start.

::

    app           the QApplication, its display check and its crash dialog
    window        the main window; puts the parts below together
    session       the engine being shown: opened, swapped and stopped off the GUI thread
    courier       the one door from other threads to the GUI thread
    bridge        an engine's calls from its threads, as one signal at a time
    background    work off the GUI thread, and Futures whose outcome comes back to it
    shortcuts     the window's keys go before an editor's
    preferences   the settings that are changed here, and kept
    video_view    paints frame and marks, and tells which face is under the mouse
    mark_painter, why_card, hint   what the view paints over the picture
    letterbox, hovering   where the picture stands, and which face is under the mouse
    naming        from the face that was chosen to its name in the gallery
    enrol_panel, asked_face, name_field, crop_view, why_text, wrapped_label, scroll_column
                  ask for the name of a face, and say what its answer rests on
    gallery_watch the gallery's changes, brought to the GUI thread
    gallery_dialog, source_menu, strangers_menu, tool_bar, status_bar, elided_label, banner,
                  trouble_banner, messages, dialogs, style, icons, fitting

The GUI thread owns every widget and waits for nobody.
"""

from facecam.gui.app import run

__all__ = ["run"]
