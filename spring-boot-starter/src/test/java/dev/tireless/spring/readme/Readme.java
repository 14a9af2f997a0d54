package dev.tireless.spring.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The README at the root, read as its readers do. Tests run in the folder of their module. */
final class Readme {

  static final Path ROOT = Path.of("..");

  private static final Path SOURCES = Path.of("src/test/java/dev/tireless/spring/readme");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

  private Readme() {}

  /** The code blocks in that language, in order. */
  static List<String> blocks(String language) {
    Pattern block = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$");
    return block.matcher(text(ROOT.resolve("README.md"))).results().map(m -> m.group(1)).toList();
  }

  /** A class of the example from its annotation on, without package and imports. */
  static String source(Class<?> example) {
    String text = text(SOURCES.resolve(example.getSimpleName() + ".java"));
    return text.substring(text.indexOf("@Service"));
  }

  /** README and all pages of docs. */
  static List<Path> pages() {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of ours that a page links to. */
  static List<Path> links(Path page) {
    return LINK.matcher(text(page))
        .results()
        .map(link -> page.resolveSibling(link.group(1)))
        .toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
