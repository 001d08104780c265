import FoundationEssentials
import Glibc

/// Facts about this process: number, program, times.
package enum ThisProcess {
  /// The process identifier.
  package static var number: Int { Int(getpid()) }

  /// The path of its program, with links followed; nil if the system does not report it.
  package static var program: String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  }

  /// The files mapped into its memory, such as shared libraries; empty if the system does not report
  /// them.
  package static var mappedFiles: [String] {
    (SystemText.of("/proc/self/maps") ?? "").split(separator: "\n").compactMap { line in
      line.firstIndex(of: "/").map { String(line[$0...]) }
    }
  }

  /// Ends the process at once, without exit handlers or flushing.
  package static func exit(_ code: Int32) -> Never { _exit(code) }

  /// Seconds on a monotonic clock.
  package static var steadySeconds: Double { seconds(CLOCK_MONOTONIC) }

  /// Nanoseconds on the same monotonic clock.
  package static var steadyNanoseconds: UInt64 {
    let time = time(CLOCK_MONOTONIC)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Processor time of all threads in seconds.
  package static var processorSeconds: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

  /// Seconds since the process started; 0 if the system does not report it.
  ///
  /// Field 22 of `/proc/self/stat` counts clock ticks since boot.
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
