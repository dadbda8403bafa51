"""Writes each declaration of a folder of HTML files in six formats, with LibreOffice.

    python3 ingestion/measuring/write_declarations.py DECLARATIONS/declaration FOLDER [FORMAT...]

Beside the files, FOLDER gets texts/CODE.txt, a line for each paragraph: what reading a file must give.
Paragraphs are written as flat OpenDocument, which LibreOffice (7.4, Debian's libreoffice-writer-nogui and
fonts-noto) converts, so that no line of this project writes what it later reads.
"""

import html
import html.parser
import pathlib
import subprocess
import sys
import tempfile
import unicodedata

FORMATS = {"pdf": "pdf", "docx": "docx", "odt": "odt", "rtf": "rtf", "epub": "epub", "html": "html:HTML (StarWriter)"}
BLOCKS = {"h1", "h2", "h3", "p", "li"}
FILES_IN_A_CALL = 40

FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles><style:default-style style:family="paragraph">
<style:paragraph-properties style:writing-mode="{mode}" fo:margin-bottom="0.1in"/>
<style:text-properties style:font-name="Noto Serif" fo:font-family="'Noto Serif'" fo:font-size="11pt"/>
</style:default-style></office:styles>
<office:body><office:text>
{paragraphs}
</office:text></office:body></office:document>
"""


class Paragraphs(html.parser.HTMLParser):
    """The text of each block, white space as HTML has it."""

    def __init__(self):
        super().__init__()
        self.paragraphs = []
        self.direction = "ltr"
        self.depth = 0

    def handle_starttag(self, tag, attributes):
        if tag == "html":
            self.direction = dict(attributes).get("dir") or "ltr"
        if tag in BLOCKS:
            self.paragraphs.append("")
            self.depth += 1

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.depth -= 1

    def handle_data(self, data):
        if self.depth > 0:
            self.paragraphs[-1] += data


def read(path):
    parser = Paragraphs()
    parser.feed(path.read_text(encoding="utf-8"))
    # A few texts have control characters for quotation marks, which no format but HTML can hold.
    known = ("".join(c for c in text if c.isspace() or unicodedata.category(c) != "Cc") for text in parser.paragraphs)
    lines = (" ".join(unicodedata.normalize("NFC", text).split()) for text in known)
    return [line for line in lines if line], parser.direction


def flat(paragraphs, direction):
    mode = "rl-tb" if direction == "rtl" else "lr-tb"
    body = "\n".join(f"<text:p>{html.escape(text)}</text:p>" for text in paragraphs)
    return FLAT.format(mode=mode, paragraphs=body)


def convert(files, name, folder):
    """A call for every few files: the program grows with each document it has opened."""
    for i in range(0, len(files), FILES_IN_A_CALL):
        some = files[i : i + FILES_IN_A_CALL]
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", FORMATS[name],
             "--outdir", str(folder / name), *map(str, some)],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    missing = [file.stem for file in files if not (folder / name / f"{file.stem}.{name}").exists()]
    print(f"{name}: {len(files) - len(missing)} files, not written: {missing}", flush=True)


def main():
    source, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).absolute()
    formats = sys.argv[3:] or list(FORMATS)
    texts = folder / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as drafts:
        files = []
        for path in sorted(source.glob("*.html")):
            paragraphs, direction = read(path)
            (texts / f"{path.stem}.txt").write_text("\n".join(paragraphs) + "\n", encoding="utf-8")
            draft = pathlib.Path(drafts, f"{path.stem}.fodt")
            draft.write_text(flat(paragraphs, direction), encoding="utf-8")
            files.append(draft)
        for name in formats:
            convert(files, name, folder)


if __name__ == "__main__":
    main()
