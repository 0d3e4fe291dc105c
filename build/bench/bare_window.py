"""The least a PySide6 window can cost: a label, and a line on stdout once it is painted."""

from __future__ import annotations

import sys

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel


class PaintedLabel(QLabel):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        print("first-paint", flush=True)


def main() -> int:
    app = QApplication(sys.argv)
    label = PaintedLabel("Conductor Desktop")
    label.resize(300, 200)
    label.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
