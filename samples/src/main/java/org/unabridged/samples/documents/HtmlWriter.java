package org.unabridged.samples.documents;

import java.nio.charset.Charset;
import java.util.Locale;

/** Writes a web page in a charset that the page declares. */
final class HtmlWriter implements DocumentWriter {

  private final Charset charset;

  HtmlWriter(Charset charset) {
    this.charset = charset;
  }

  @Override
  public byte[] write(SourceText text) {
    String page =
        """
        <!DOCTYPE html>
        <html lang="%s"%s>
        <head>
        <meta charset="%s">
        <title>%s</title>
        <style>body { max-width: 42em; margin: auto; }</style>
        </head>
        <body>
        %s</body>
        </html>
        """
            .formatted(
                text.language(),
                text.rightToLeft() ? " dir=\"rtl\"" : "",
                charset.name().toLowerCase(Locale.ROOT),
                Markup.escape(text.title()),
                Markup.body(text.blocks()));
    return Charsets.encode(page, charset);
  }
}
