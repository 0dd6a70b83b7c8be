"""Pages of reports as LibreOffice and a PDF reader show them, as pictures for the documentation.

python -m tests.services.report_pictures [folder]

One report has all 200 numbers of today's form, with invented figures; the other is the demo's of
2013, fetched from the served site. LibreOffice takes Noto fonts where the fonts of official
documents are not installed, as Linux desktops for China do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pypdfium2
from PIL import Image

from tests.services.databases import ROOT
from tests.services.demo_site import DemoSite

OFFICE = "soffice"
# Pixels for each point, and grey levels.
SCALE, COLOURS = 1.25, 16
YEAR_2013 = "/annual-reports/2013/download/"
# Picture, file, and words on the page that is shown.
PICTURES = (
    ("docx-1", "2025.docx", "一、总体情况"),
    ("docx-table2", "2025.docx", "第二十条第（一）项"),
    ("docx-table3", "2025.docx", "1.属于国家秘密"),
    ("docx-table4", "2025.docx", "未经复议直接起诉"),
    ("pdf-1", "2025.pdf", "一、总体情况"),
    ("pdf-table3", "2025.pdf", "1.属于国家秘密"),
    ("pdf-table4", "2025.pdf", "未经复议直接起诉"),
    ("xlsx-table3", "2025.xlsx", "1.属于国家秘密"),
    ("docx-2013", "2013.docx", "一、概述"),
    ("docx-2013-tables", "2013.docx", "分类统计"),
    ("pdf-2013", "2013.pdf", "一、概述"),
)
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  {aliases}
</fontconfig>
"""
ALIAS = (
    '<match target="pattern"><test name="family"><string>{name}</string></test>'
    '<edit name="family" mode="assign" binding="same"><string>{instead}</string></edit></match>'
)
INSTEAD = {
    "方正小标宋简体": "Noto Serif CJK SC",
    "仿宋_GB2312": "Noto Serif CJK SC",
    "楷体_GB2312": "Noto Serif CJK SC",
    "宋体": "Noto Serif CJK SC",
    "黑体": "Noto Sans CJK SC",
}


def reports() -> Iterator[tuple[str, bytes]]:
    """The files by name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    sys.path.insert(0, str(ROOT / "site"))
    import django

    django.setup()
    from django.utils import translation

    from disclosure_pages.downloads.formats import FORMATS
    from tests.factories.downloads import full_document

    with translation.override("zh-hans"):
        for file_format in ("docx", "pdf", "xlsx"):
            yield f"2025.{file_format}", FORMATS[file_format].render(full_document())
    site = DemoSite()
    try:
        for file_format in ("docx", "pdf"):
            with urlopen(f"{site.url}{YEAR_2013}{file_format}/") as answer:  # noqa: S310 - our own
                yield f"2013.{file_format}", answer.read()
    finally:
        site.stop()


def as_pdf(file: Path, folder: Path) -> Path:
    """``file`` as LibreOffice prints it."""
    fonts = folder / "fonts.conf"
    aliases = (ALIAS.format(name=name, instead=instead) for name, instead in INSTEAD.items())
    fonts.write_text(FONTS.format(aliases="\n  ".join(aliases)), encoding="utf-8")
    out = folder / file.suffix[1:]
    subprocess.run(
        [
            OFFICE,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(out),
            str(file),
        ],
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return out / f"{file.stem}.pdf"


def take(pdf: Path, words: str, target: Path) -> None:
    """Write the first page with ``words`` to ``target``.

    Raises:
        LookupError: there is no such page.
    """
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage().get_text_range().replace("\r\n", "")
        if words in text:
            picture = page.render(scale=SCALE).to_pil().convert("L")
            picture = picture.quantize(COLOURS, dither=Image.Dither.NONE)
            picture.save(target, optimize=True)
            return
    raise LookupError(f"{pdf.name}: {words}")


def main() -> int:
    """Make the files, print them, take the pictures; return the exit status."""
    if shutil.which(OFFICE) is None:
        sys.stderr.write("Pictures of reports need LibreOffice (soffice).\n")
        return 1
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "reports"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gongkai-reports-") as name:
        folder = Path(name)
        printed = {}
        for file, content in reports():
            path = folder / file
            path.write_bytes(content)
            printed[file] = path if path.suffix == ".pdf" else as_pdf(path, folder)
        for picture, file, words in PICTURES:
            take(printed[file], words, target / f"{picture}.png")
            sys.stdout.write(f"{target / picture}.png\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
