package dev.holdfast.deploy.cli.show;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rows under a head, each column as wide as its widest cell. */
public final class Table {
  private static final int CELL_MAX = 60;
  private static final String BETWEEN = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> below = new ArrayList<>();

  public Table(String... head) {
    rows.add(List.of(head));
  }

  /** As many cells as the head has. */
  public Table row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(cells.length + " cells");
    }
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(Plain.cut(Plain.line(cell), CELL_MAX));
    }
    rows.add(row);
    return this;
  }

  /** A line below the columns. */
  public Table last(String line) {
    below.add(Plain.line(line));
    return this;
  }

  public List<String> lines() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return Stream.concat(rows.stream().map(row -> line(row, widths)), below.stream()).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      line.append(cell).repeat(' ', widths[i] - width(cell)).append(BETWEEN);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
