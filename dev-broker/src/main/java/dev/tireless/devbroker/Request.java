package dev.tireless.devbroker;

/**
 * What a parent asks of the program, a line on its standard input; the answer is a line on its
 * standard output.
 *
 * @param number told again in the answer, as is the name
 * @param queues how many of them; 0 for a consumer group
 */
record Request(int number, String name, int queues) {

  Request {
    if (!name.matches("\\S+")) {
      throw new IllegalArgumentException("RocketMQ allows no such name: '" + name + "'");
    }
  }

  static Request parse(String line) {
    String[] parts = line.split(" ", 3);
    return new Request(Integer.parseInt(parts[0]), parts[2], Integer.parseInt(parts[1]));
  }

  String line() {
    return number + " " + queues + " " + name;
  }

  String done() {
    return "done " + number + " " + name;
  }

  String failed() {
    return "failed " + number + " " + name;
  }
}
