import Glibc

/// What the system knows of time and memory.
enum Clock {
  /// Seconds of a clock that never goes back.
  static var wall: Double { seconds(CLOCK_MONOTONIC) }
  /// Seconds that all threads of this process have run.
  static var processor: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Seconds since the process began: field 22 of /proc/self/stat, in ticks since the machine started.
  static var sinceProcessStart: Double {
    guard let file = fopen("/proc/self/stat", "r") else { return 0 }
    defer { fclose(file) }
    var bytes = [CChar](repeating: 0, count: 1024)
    fgets(&bytes, 1024, file)
    let text = String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let fields = text.split(separator: " ")
    guard fields.count > 21, let ticks = Double(fields[21]) else { return 0 }
    return seconds(CLOCK_BOOTTIME) - ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// The most memory that was resident at a time, in megabytes.
  static var largestResidentSize: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
  }
}
