import FoundationEssentials
import Glibc

/// What the system knows of this process.
package enum ThisProcess {
  /// Its number.
  package static var number: Int { Int(getpid()) }

  /// The file of its program, with links followed; nil where the system does not tell.
  package static var program: String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  }

  /// The files that are mapped into it, such as its libraries; none where the system does not tell.
  package static var mappedFiles: [String] {
    (SystemText.of("/proc/self/maps") ?? "").split(separator: "\n").compactMap { line in
      line.firstIndex(of: "/").map { String(line[$0...]) }
    }
  }

  /// Ends it at once, without what is done at an orderly end.
  package static func exit(_ code: Int32) -> Never { _exit(code) }

  /// Seconds of a clock that never goes back.
  package static var steadySeconds: Double { seconds(CLOCK_MONOTONIC) }

  /// Nanoseconds of the same clock.
  package static var steadyNanoseconds: UInt64 {
    let time = time(CLOCK_MONOTONIC)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Seconds that all its threads together have computed.
  package static var processorSeconds: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

  /// Seconds since it began; 0 where the system does not tell.
  ///
  /// Field 22 of `/proc/self/stat` counts ticks from the machine's start.
  package static var age: Double {
    let fields = SystemText.of("/proc/self/stat")?.split(separator: " ") ?? []
    guard fields.count > 21, let ticks = Double(fields[21]) else { return 0 }
    return seconds(CLOCK_BOOTTIME) - ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    let time = time(clock)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private static func time(_ clock: clockid_t) -> timespec {
    var time = timespec()
    clock_gettime(clock, &time)
    return time
  }
}
