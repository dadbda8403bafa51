package org.unabridged.samples.documents;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Base64;
import java.util.stream.Collectors;

/** Writes a mail whose body is the text and which carries one attached document. */
final class MailWriter implements DocumentWriter {

  private static final String BOUNDARY = "=-sample-part";

  private final String attachmentName;
  private final String attachmentType;
  private final byte[] attachment;

  MailWriter(String attachmentName, String attachmentType, byte[] attachment) {
    this.attachmentName = attachmentName;
    this.attachmentType = attachmentType;
    this.attachment = attachment.clone();
  }

  @Override
  public byte[] write(SourceText text) throws IOException {
    String body = text.passages().stream().collect(Collectors.joining("\n\n"));
    String mail =
        """
        From: Gideon Marsh <gideon.marsh@blueheron.example>
        To: Rosa Castellanos <rosa.castellanos@blueheron.example>
        Subject: %2$s
        Date: Mon, 16 Oct 2023 09:12:00 -0400
        Message-ID: <20231016.1@blueheron.example>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="%1$s"

        --%1$s
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: base64

        %3$s
        --%1$s
        Content-Type: %4$s; name="%5$s"
        Content-Disposition: attachment; filename="%5$s"
        Content-Transfer-Encoding: base64

        %6$s
        --%1$s--
        """
            .formatted(
                BOUNDARY,
                text.title(),
                encode(body.getBytes(UTF_8)),
                attachmentType,
                attachmentName,
                encode(attachment));
    return mail.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(US_ASCII);
  }

  private static String encode(byte[] content) {
    return Base64.getMimeEncoder().encodeToString(content);
  }
}
