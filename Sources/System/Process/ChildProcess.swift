import Glibc

/// A program started by this one, and its output.
///
/// It leads a process group of its own, which is killed at the end of the value's scope: with the programs that it
/// has started itself.
package struct ChildProcess: ~Copyable {
  private let number: pid_t
  private let output: Int32
  /// The end of a pipe that closes with this process; nil if the program may outlive it.
  private let lifeline: Int32?
  private var status: Int32?

  /// Runs the program that its arguments name; kills the whole group once standard input ends.
  private static let guarded = """
    exec 3<&0 </dev/null
    (read -r _ <&3; kill -KILL 0) >/dev/null 2>&1 &
    guard=$!
    "$@" 3<&-
    status=$?
    kill "$guard"
    exit "$status"
    """

  /// Starts the program at the path `words[0]` with the given environment.
  ///
  /// With `endsWithThisProcess` its group ends with this process, even if that is killed: a shell holds the other end
  /// of a pipe.
  /// - Throws: `SystemError` if it cannot be started.
  package init(
    _ words: [String], environment: [String: String], endsWithThisProcess: Bool = false
  ) throws(SystemError) {
    let written = try PipeEnds()
    let life: PipeEnds?
    do throws(SystemError) {
      life = try endsWithThisProcess ? PipeEnds() : nil
    } catch {
      written.close()
      throw error
    }
    let words = endsWithThisProcess ? ["/bin/sh", "-c", Self.guarded, "sh"] + words : words
    let started = Self.start(words, environment, input: life?.reading, output: written.writing)
    written.closeWriting()
    life?.closeReading()
    guard started.failure == 0 else {
      written.closeReading()
      life?.closeWriting()
      throw SystemError(code: started.failure)
    }
    number = started.number
    output = written.reading
    lifeline = life?.writing
  }

  /// Starts a program that reads from `input`, by default nothing, in a group of its own.
  private static func start(
    _ words: [String], _ environment: [String: String], input: Int32?, output: Int32
  ) -> (number: pid_t, failure: Int32) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
    for stream in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_adddup2(&actions, output, stream)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)
    var number = pid_t()
    let variables = environment.map { "\($0.key)=\($0.value)" }
    let failure = withCStrings(words) { arguments in
      withCStrings(variables) {
        posix_spawn(&number, words[0], &actions, &attributes, arguments, $0)
      }
    }
    return (number, failure)
  }

  deinit {
    close(output)
    if let lifeline { close(lifeline) }
    guard status == nil else { return }
    kill(-number, SIGKILL)
    var status: Int32 = 0
    while waitpid(number, &status, 0) == -1, errno == EINTR {}
  }

  /// Waits at most `time` for the program to end; true if it has.
  package mutating func hasEnded(within time: Duration) -> Bool {
    let end = ContinuousClock.now + time
    while status == nil {
      var status: Int32 = 0
      if waitpid(number, &status, WNOHANG) == number {
        self.status = status
      } else if .now >= end {
        return false
      } else {
        Thread.sleep(for: .milliseconds(2))
      }
    }
    return true
  }

  /// Runs a program and gives the first line of its output; nil if it writes none or takes longer than
  /// `time`.
  ///
  /// - Throws: `SystemError` if it cannot be started.
  package static func output(
    of words: [String], environment: [String: String], within time: Duration
  ) throws(SystemError) -> String? {
    var child = try ChildProcess(words, environment: environment)
    guard child.hasEnded(within: time) else { return nil }
    return child.written().split(separator: "\n").first.map(String.init)
  }

  /// Output of the program that was not read yet, up to 64 KB.
  package func written() -> String {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    var ready = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, 0) == 1 else { return "" }
    let count = max(read(output, &bytes, bytes.count), 0)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}

/// The two ends of a pipe, which no program started later inherits.
private struct PipeEnds {
  let reading: Int32
  let writing: Int32

  init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SystemError() }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reading, writing) = (ends[0], ends[1])
  }

  func closeReading() { _ = Glibc.close(reading) }
  func closeWriting() { _ = Glibc.close(writing) }
  func close() {
    closeReading()
    closeWriting()
  }
}

/// Calls `body` with the texts as a C array of strings that ends in a null pointer.
private func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = texts.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers)
}
