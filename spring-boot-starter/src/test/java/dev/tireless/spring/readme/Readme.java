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

  private static final Path ROOT = Path.of("..");
  private static final Path SOURCES = Path.of("src/test/java/dev/tireless/spring/readme");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

  private Readme() {}

  /** The code blocks in that language, in order. */
  static List<String> blocks(String language) {
    Pattern block = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$");
    return block.matcher(text(ROOT.resolve("README.md"))).results().map(m -> m.group(1)).toList();
  }

  /** The rows of its table of configuration keys. */
  static List<String> configuration() {
    return configuration(ROOT.resolve("README.md"));
  }

  /** The rows of the starter's own table, which another test holds to the code. */
  static List<String> configurationOfTheStarter() {
    return configuration(Path.of("README.md"));
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

  private static List<String> configuration(Path readme) {
    return text(readme).lines().filter(line -> line.startsWith("| `tireless.")).toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
