import Glibc

/// The three streams that every process has.
package enum StandardStreams {
  /// Whether a person sees what is written to the standard output.
  package static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  /// Whether a person types what is read from the standard input.
  package static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// Lets what was printed be seen.
  package static func flush() { fflush(nil) }

  /// Writes to the standard error, as far as it takes it.
  package static func writeError(_ text: String) {
    let bytes = Array(text.utf8)
    _ = try? repeated(bytes.count) { done in
      bytes[done...].withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
  }

  /// Whether the standard error takes something at this moment: a full pipe would stop the thread.
  package static var takesErrors: Bool {
    var stream = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
    return poll(&stream, 1, 0) == 1
  }
}
