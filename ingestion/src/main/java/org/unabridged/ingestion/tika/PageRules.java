package org.unabridged.ingestion.tika;

import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pdfbox.contentstream.PDFStreamEngine;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorProcessor;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/**
 * Collects the horizontal and vertical lines that a page draws: stroked ones, and filled rectangles
 * that are as thin as a line. Coordinates are those of the page as displayed, from its top.
 */
final class PageRules {
  /** Points: what is filled and thicker is a background. */
  private static final float MOST_THICKNESS = 3;

  /** Points: borders of cells meet; lines that are shorter are parts of drawings. */
  private static final float LEAST_LENGTH = 4;

  private static final float AXIS_TOLERANCE = 0.5f;

  /** Pages with more are drawings. */
  private static final int MOST_RULES = 4_000;

  private static final int MOST_POINTS = 20_000;

  /**
   * A line along an axis.
   *
   * @param at its place on the other axis
   * @param from its smaller end
   * @param to its larger end
   */
  record Rule(float at, float from, float to) {
    boolean covers(float place) {
      return from <= place && place <= to;
    }
  }

  private record Point(float x, float y) {}

  private final List<Rule> horizontals = new ArrayList<>();
  private final List<Rule> verticals = new ArrayList<>();
  private final List<List<Point>> path = new ArrayList<>();
  private PageFrame frame = PageFrame.EMPTY;
  private float originX;
  private float originY;
  private int points;

  /** Lets an engine tell of what it draws. */
  PageRules(PDFStreamEngine engine) {
    for (String name :
        List.of(
            "m", "l", "c", "v", "y", "re", "h", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*",
            "n")) {
      engine.addOperator(new Step(engine, name));
    }
  }

  void begin(PDPage page) {
    PDRectangle box = page.getCropBox();
    originX = box.getLowerLeftX();
    originY = box.getLowerLeftY();
    frame = PageFrame.of(page);
    horizontals.clear();
    verticals.clear();
    clearPath();
  }

  /** None of a page that has too many. */
  List<Rule> horizontals() {
    return isDrawing() ? List.of() : horizontals;
  }

  /** None of a page that has too many. */
  List<Rule> verticals() {
    return isDrawing() ? List.of() : verticals;
  }

  private boolean isDrawing() {
    return horizontals.size() + verticals.size() > MOST_RULES;
  }

  private void clearPath() {
    path.clear();
    points = 0;
  }

  private void move(Point point) {
    if (points < MOST_POINTS) {
      path.add(new ArrayList<>());
    }
    add(point);
  }

  private void add(Point point) {
    if (path.isEmpty()) {
      path.add(new ArrayList<>());
    }
    if (points++ < MOST_POINTS) {
      path.get(path.size() - 1).add(point);
    }
  }

  private void close() {
    if (!path.isEmpty() && !path.get(path.size() - 1).isEmpty()) {
      add(path.get(path.size() - 1).get(0));
    }
  }

  private void stroke() {
    for (List<Point> part : path) {
      for (int i = 1; i < part.size(); i++) {
        addRule(part.subList(i - 1, i + 1), AXIS_TOLERANCE);
      }
    }
  }

  private void fill() {
    path.forEach(part -> addRule(part, MOST_THICKNESS));
  }

  private void addRule(List<Point> corners, float thickness) {
    if (corners.isEmpty() || isDrawing()) {
      return;
    }
    float left = (float) corners.stream().mapToDouble(Point::x).min().orElseThrow();
    float right = (float) corners.stream().mapToDouble(Point::x).max().orElseThrow();
    float top = (float) corners.stream().mapToDouble(Point::y).min().orElseThrow();
    float bottom = (float) corners.stream().mapToDouble(Point::y).max().orElseThrow();
    if (bottom - top <= thickness && right - left >= LEAST_LENGTH) {
      horizontals.add(new Rule((top + bottom) / 2, left, right));
    } else if (right - left <= thickness && bottom - top >= LEAST_LENGTH) {
      verticals.add(new Rule((left + right) / 2, top, bottom));
    }
  }

  /** An operator that builds or paints a path; what is malformed draws nothing. */
  private final class Step extends OperatorProcessor {
    private final String name;

    Step(PDFStreamEngine engine, String name) {
      super(engine);
      this.name = name;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public void process(Operator operator, List<COSBase> operands) {
      switch (name) {
        case "m" -> at(operands, 0, 1, PageRules.this::move);
        case "l" -> at(operands, 0, 1, PageRules.this::add);
        case "c" -> at(operands, 4, 5, PageRules.this::move);
        case "v", "y" -> at(operands, 2, 3, PageRules.this::move);
        case "re" -> rectangle(operands);
        case "h" -> close();
        default -> paint();
      }
    }

    private void paint() {
      switch (name) {
        case "S" -> stroke();
        case "s" -> {
          close();
          stroke();
        }
        case "B", "B*" -> {
          stroke();
          fill();
        }
        case "b", "b*" -> {
          close();
          stroke();
          fill();
        }
        case "f", "F", "f*" -> fill();
        default -> {}
      }
      clearPath();
    }

    private void rectangle(List<COSBase> operands) {
      if (numbers(operands, 4)) {
        float x = number(operands, 0);
        float y = number(operands, 1);
        float width = number(operands, 2);
        float height = number(operands, 3);
        move(displayed(x, y));
        add(displayed(x + width, y));
        add(displayed(x + width, y + height));
        add(displayed(x, y + height));
        close();
      }
    }

    private void at(List<COSBase> operands, int x, int y, Consumer<Point> step) {
      if (numbers(operands, y + 1)) {
        step.accept(displayed(number(operands, x), number(operands, y)));
      }
    }

    private static boolean numbers(List<COSBase> operands, int count) {
      return operands.size() >= count
          && operands.subList(0, count).stream().allMatch(COSNumber.class::isInstance);
    }

    private static float number(List<COSBase> operands, int index) {
      return ((COSNumber) operands.get(index)).floatValue();
    }

    private Point displayed(float x, float y) {
      Point2D.Float at =
          getContext().getGraphicsState().getCurrentTransformationMatrix().transformPoint(x, y);
      return new Point(
          frame.left(at.x - originX, at.y - originY), frame.top(at.x - originX, at.y - originY));
    }
  }
}
