"""One invoice on paper: the same facts, amounts and lines as on its page, over as many as it takes.

The same drawing goes to a printer, to its preview and into a PDF.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextCursor,
    QTextDocument,
)

from conductor_desktop.ui.invoices import detail_rows
from conductor_desktop.ui.invoices.detail_rows import LINE_HEADINGS, NUMBERS, Line
from conductor_desktop.ui.invoices.opener import Opened
from conductor_desktop.ui.parts.formats import Formats

MARGINS_MM = QMarginsF(18, 16, 18, 14)
_FOOTER_LINES = 2.2
_POINTS = 9.5
_DPI = 300
_STYLE = (
    "h1 {font-size: 17pt; font-weight: 600} td, th {padding: 3px 8px 3px 0} "
    ".name {color: #555555} th {text-align: left; border-bottom: 1px solid #888888} "
    ".group {font-weight: 600}"
)


def page_layout() -> QPageLayout:
    """Upright, on the paper that is usual where this PC is."""
    size = QPageSize(QPageSize.PageSizeId(_usual_paper()))
    upright = QPageLayout.Orientation.Portrait
    return QPageLayout(size, upright, MARGINS_MM, QPageLayout.Unit.Millimeter)


def pdf_of(opened: Opened, formats: Formats) -> bytes:
    """A PDF of it. May be called on any thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(page_layout())
    writer.setResolution(_DPI)
    writer.setTitle(detail_rows.heading(opened.row))
    writer.setCreator("Conductor Desktop")
    draw(opened, formats, writer)
    buffer.close()
    return bytes(buffer.data().data())


def draw(opened: Opened, formats: Formats, device: QPagedPaintDevice) -> None:
    """Every page of it onto ``device``."""
    painter = QPainter(device)
    try:
        document = _document(opened, formats, device)
        font = document.defaultFont()
        painter.setFont(font)
        area = QRectF(painter.viewport())
        footer = painter.fontMetrics().height() * _FOOTER_LINES
        size = QSizeF(area.width(), area.height() - footer)
        document.setPageSize(size)
        said = f"{detail_rows.heading(opened.row)}, as of {formats.day(formats.today)}"
        count = document.pageCount()
        for page in range(count):
            if page:
                device.newPage()
            _draw_page(painter, document, page)
            painter.setPen(QColor("#555555"))
            line = QRectF(0, size.height(), size.width(), footer)
            painter.drawText(line, _BOTTOM | Qt.AlignmentFlag.AlignLeft, said)
            number = f"Page {page + 1} of {count}"
            painter.drawText(line, _BOTTOM | Qt.AlignmentFlag.AlignRight, number)
    finally:
        painter.end()


_BOTTOM = Qt.AlignmentFlag.AlignBottom


def _draw_page(painter: QPainter, document: QTextDocument, page: int) -> None:
    size = document.pageSize()
    top = page * size.height()
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = QRectF(0, top, size.width(), size.height())
    # On paper it is black whatever the theme of the window.
    context.palette.setColor(QPalette.ColorRole.Text, QColor("black"))
    painter.save()
    painter.translate(QPointF(0, -top))
    painter.setClipRect(context.clip)
    document.documentLayout().draw(painter, context)
    painter.restore()


def _document(opened: Opened, formats: Formats, device: QPagedPaintDevice) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(device)
    document.setDocumentMargin(0)
    font = QFont()
    font.setPointSizeF(_POINTS)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(_STYLE)
    QTextCursor(document).insertHtml("".join(_parts(opened, formats)))
    return document


def _parts(opened: Opened, formats: Formats) -> Iterator[str]:
    """HTML in which everything from the books is escaped."""
    invoice = opened.invoice
    yield f"<h1>{_safe(detail_rows.heading(opened.row))}</h1>"
    yield "<table width='100%'><tr><td width='62%'>"
    yield _facts(detail_rows.facts(opened.row, formats))
    yield "</td><td align='right'>"
    yield _facts(detail_rows.amounts(opened.row, formats), align="right")
    yield "</td></tr></table>"
    if invoice is None:
        return
    yield "<p></p>"
    yield _lines(detail_rows.lines(invoice, formats))
    payments = detail_rows.payments(invoice, formats)
    if payments:
        yield "<p></p>" + "".join(f"<p>{_safe(text)}</p>" for text in payments)
    more = detail_rows.further_facts(invoice, formats)
    if more:
        yield "<p></p>" + _facts(more)


def _facts(facts: Sequence[tuple[str, str]], *, align: str = "left") -> str:
    rows = (
        f"<tr><td class='name'>{_safe(name)}</td><td align='{align}'>{_safe(value)}</td></tr>"
        for name, value in facts
    )
    return f"<table>{''.join(rows)}</table>"


def _lines(lines: Sequence[Line]) -> str:
    head = "".join(
        f"<th align='{_side(column)}'>{_safe(name)}</th>"
        for column, name in enumerate(LINE_HEADINGS)
    )
    rows = "".join(_row(line) for line in lines)
    # The headings come again on every page.
    return f"<table width='100%'><thead><tr>{head}</tr></thead>{rows}</table>"


def _row(line: Line) -> str:
    kind = " class='group'" if line.is_group else ""
    cells = "".join(
        f"<td{kind} align='{_side(column)}'>{_safe(text)}</td>"
        for column, text in enumerate(line.cells)
    )
    return f"<tr>{cells}</tr>"


def _side(column: int) -> str:
    return "right" if column in NUMBERS else "left"


def _safe(text: str) -> str:
    indent = len(text) - len(text.lstrip(" "))
    return "&nbsp;" * indent + html.escape(text.lstrip(" ")).replace("\n", "<br>")


def _usual_paper() -> QPageSize.PageSizeId:
    from PySide6.QtCore import QLocale

    is_metric = QLocale().measurementSystem() is not QLocale.MeasurementSystem.ImperialUSSystem
    return QPageSize.PageSizeId.A4 if is_metric else QPageSize.PageSizeId.Letter
