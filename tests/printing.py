"""A small PDF written by hand: Chinese words, lines, a picture over a page. Places are in points from below."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

WIDTH, HEIGHT = 595, 842
FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    "/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
    "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
)
PICTURE = "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"


@dataclass
class Sheet:
    """A page's drawing."""

    drawn: list[str] = field(default_factory=list)
    rotate: int = 0
    fields: list[str] = field(default_factory=list)

    def words(self, place: tuple[float, float], words: str, size: float = 9, angle: float = 0, gray: float = 0) -> None:
        """Draw words from a place on."""
        x, y = place
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        turned = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x} {y}"
        self.drawn.append(f"BT {gray} g /F {size} Tf {turned} Tm <{words.encode('utf-16-be').hex()}> Tj ET")

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """Draw a line."""
        self.drawn.append(f"0.5 w {x} {y} m {to_x} {to_y} l S")

    def shade(self, x: float, y: float, width: float, height: float) -> None:
        """Fill a rectangle with light gray."""
        self.drawn.append(f"q 0.9 g {x} {y} {width} {height} re f Q")

    def field(self, x: float, y: float, to_x: float, to_y: float, value: str) -> None:
        """Put a form's field with a value on the page."""
        words = ("\ufeff" + value).encode("utf-16-be").hex()
        box = f"/Rect[{x} {y} {to_x} {to_y}]"
        self.fields.append(f"<</Type/Annot/Subtype/Widget/FT/Tx/T(f{len(self.fields)}){box}/V<{words}>>>")

    def picture(self) -> None:
        """Draw a picture over the whole page."""
        self.drawn.append(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q")


def write(path: Path, sheets: list[Sheet]) -> None:
    """Write sheets as a PDF."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(sheets)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(sheets)}/Kids[{kids}]>>",
        FONT,
        f"{PICTURE}stream\n \nendstream",
    ]
    for n, sheet in enumerate(sheets):
        stream = "\n".join(sheet.drawn)
        resources = "<</Font<</F 3 0 R>>/XObject<</I 4 0 R>>>>"
        box = f"/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {sheet.rotate}/Annots[{''.join(sheet.fields)}]"
        objects.append(f"<</Type/Page/Parent 2 0 R{box}/Resources {resources}/Contents {6 + 2 * n} 0 R>>")
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    data, places = "%PDF-1.4\n", []
    for n, one in enumerate(objects, 1):
        places.append(len(data))
        data += f"{n} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    data += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF"
    )
    path.write_text(data, "ascii")
