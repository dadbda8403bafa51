package org.unabridged.ingestion.tika;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The configuration that parser processes read. */
final class TikaSettings {
  static final String FETCHER = "files";
  static final String EMITTER = "none";

  /**
   * Parsers that start other programs, give no prose, or would read an image's metadata as if it
   * were a text.
   */
  private static final List<String> EXCLUDED =
      List.of(
          "external.CompositeExternalParser",
          "ocr.TesseractOCRParser",
          "apple.PListParser",
          "audio.AudioParser",
          "audio.MidiParser",
          "mp3.Mp3Parser",
          "mp4.MP4Parser",
          "video.FLVParser",
          "dgn.DGN8Parser",
          "dwg.DWGParser",
          "prt.PRTParser",
          "asm.ClassParser",
          "code.SourceCodeParser",
          "executable.ExecutableParser",
          "executable.UniversalExecutableParser",
          "mat.MatParser",
          "sas.SAS7BDATParser",
          "font.AdobeFontMetricParser",
          "font.TrueTypeParser",
          "image.BPGParser",
          "image.ImageParser",
          "image.PSDParser",
          "image.TiffParser",
          "image.WebPParser",
          "image.JpegParser",
          "image.HeifParser",
          "image.ICNSParser",
          "image.JXLParser",
          "microsoft.EMFParser",
          "microsoft.WMFParser",
          "microsoft.JackcessParser",
          "microsoft.MSOwnerFileParser",
          "http.HttpParser",
          "warc.WARCParser",
          "wacz.WACZParser",
          "csv.TextAndCSVParser",
          "iptc.IptcAnpaParser",
          "pdf.PDFParser",
          "epub.EpubParser",
          "pkg.PackageParser",
          "microsoft.OfficeParser",
          "microsoft.ooxml.OOXMLParser");

  private static final List<String> EXCLUDED_OGG =
      List.of(
          "FlacParser", "OggParser", "OpusParser", "SpeexParser", "TheoraParser", "VorbisParser");

  /**
   * Texts that Tika takes for something else by their names alone: any {@code a_*.txt}, {@code
   * i_*.txt} and {@code s_*.txt}, and lists of references.
   */
  static final List<String> TEXTS =
      List.of(
          "application/x-isatab",
          "application/x-isatab-investigation",
          "application/x-isatab-assay",
          "application/x-endnote-refer");

  private TikaSettings() {}

  static String xml(ForkLimits limits) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <properties>
          <service-loader dynamic="false" initializableProblemHandler="ignore"/>
          <encodingDetectors>
            <encodingDetector class="%s"/>
            <encodingDetector class="org.apache.tika.parser.html.HtmlEncodingDetector"/>
            <encodingDetector class="%s"/>
            <encodingDetector class="org.apache.tika.detect.DefaultEncodingDetector"/>
          </encodingDetectors>
          <parsers>
            <parser class="org.apache.tika.parser.DefaultParser">
        %s
            </parser>
            <parser class="%s">
              <params>
                <param name="ocrStrategy" type="string">NO_OCR</param>
                <param name="extractInlineImages" type="bool">false</param>
                <param name="extractBookmarksText" type="bool">false</param>
              </params>
            </parser>
            <parser class="%s">
              <params>
                <param name="useSAXDocxExtractor" type="bool">true</param>
                <param name="useSAXPptxExtractor" type="bool">true</param>
                <param name="includeDeletedContent" type="bool">false</param>
                <param name="includeMoveFromContent" type="bool">false</param>
                <param name="extractMacros" type="bool">false</param>
              </params>
            </parser>
            <parser class="org.apache.tika.parser.microsoft.OfficeParser">
              <params>
                <param name="extractMacros" type="bool">false</param>
              </params>
            </parser>
            <parser class="%s"/>
            <parser class="%s"/>
            <parser class="%s"/>
            <parser class="org.apache.tika.parser.txt.TXTParser">
        %s
            </parser>
          </parsers>
          <metadataFilters>
            <metadataFilter class="%s"/>
          </metadataFilters>
          <autoDetectParserConfig>
            <params>
              <maximumDepth>%d</maximumDepth>
              <maximumPackageEntryDepth>%d</maximumPackageEntryDepth>
              <maximumCompressionRatio>%d</maximumCompressionRatio>
            </params>
            <digesterFactory class="%s"/>
            <contentHandlerDecoratorFactory class="%s"/>
          </autoDetectParserConfig>
          <fetchers>
            <fetcher class="org.apache.tika.pipes.fetcher.fs.FileSystemFetcher">
              <params>
                <name>%s</name>
                <allowAbsolutePaths>true</allowAbsolutePaths>
              </params>
            </fetcher>
          </fetchers>
          <emitters>
            <emitter class="%s">
              <params>
                <name>%s</name>
              </params>
            </emitter>
          </emitters>
          <pipes>
            <params/>
          </pipes>
        </properties>
        """
        .formatted(
            WholeUtf8Detector.class.getName(),
            PlausibleCharsetDetector.class.getName(),
            exclusions(),
            PlacedPdfParser.class.getName(),
            MarkedOfficeParser.class.getName(),
            EpubParts.class.getName(),
            ImagePages.class.getName(),
            ArchiveParser.class.getName(),
            textTypes(),
            FinishedFilter.class.getName(),
            limits.elementDepth(),
            limits.embeddedDepth() + 2,
            limits.expansionRatio(),
            SizedSha256Factory.class.getName(),
            MarkedTextFactory.class.getName(),
            FETCHER,
            ForkSetup.class.getName(),
            EMITTER);
  }

  /**
   * All text goes through the parser that leaves it as it is. Tika's usual one guesses: lines with
   * as many commas each are a table to it, and the commas are gone.
   */
  private static String textTypes() {
    return Stream.concat(
            Stream.of("text/plain", "text/csv", "text/tsv", "text/tab-separated-values"),
            TEXTS.stream())
        .map(type -> "      <mime>" + type + "</mime>")
        .collect(Collectors.joining("\n"));
  }

  private static String exclusions() {
    return EXCLUDED.stream()
            .map(name -> exclusion("org.apache.tika.parser." + name))
            .collect(Collectors.joining("\n"))
        + EXCLUDED_OGG.stream()
            .map(name -> exclusion("org.gagravarr.tika." + name))
            .collect(Collectors.joining("\n", "\n", ""));
  }

  private static String exclusion(String parser) {
    return "      <parser-exclude class=\"" + parser + "\"/>";
  }
}
