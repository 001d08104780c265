import Glibc

/// The memory that this process uses, and the memory that is still available to it.
package enum MachineMemory {
  /// Resident memory of this process in bytes; 0 if the system does not report it.
  package static var resident: Int {
    let pages = SystemText.of("/proc/self/statm")?.split(separator: " ").dropFirst().first
    return (pages.flatMap { Int($0) } ?? 0) * sysconf(Int32(_SC_PAGESIZE))
  }

  /// Peak resident memory of this process in bytes.
  package static var largestResident: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss << 10
  }

  /// Bytes free or reclaimable both on the machine and in every control group of this process; nil if
  /// the system does not report them.
  package static var available: Int? {
    ([machine] + groups).compactMap { $0 }.min()
  }

  /// Bytes free or reclaimable on the machine; nil if the system does not report them.
  package static var machine: Int? {
    // A line such as "MemAvailable:   12345 kB".
    let line = SystemText.of("/proc/meminfo")?.split(separator: "\n").first {
      $0.hasPrefix("MemAvailable:")
    }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
  }

  /// Bytes left in the control group (version 2) and its parents up to the container's root, and in the
  /// container's group of version 1.
  private static var groups: [Int?] {
    let own = SystemText.of("/proc/self/cgroup")?.split(separator: "\n").first {
      $0.hasPrefix("0::/")
    }
    var path = own.map { String($0.dropFirst(3)) } ?? "/"
    let root = "/sys/fs/cgroup"
    var result = [
      left(
        root + "/memory", limit: "memory.limit_in_bytes", use: "memory.usage_in_bytes",
        cache: "total_inactive_file")
    ]
    while true {
      result.append(
        left(root + path, limit: "memory.max", use: "memory.current", cache: "inactive_file"))
      guard path.count > 1, let slash = path.lastIndex(of: "/") else { return result }
      path = String(path[..<slash])
    }
  }

  /// Bytes left below a group's limit, counting reclaimable file pages as free; nil without a limit.
  package static func left(_ folder: String, limit: String, use: String, cache: String) -> Int? {
    guard let limit = number("\(folder)/\(limit)"), let used = number("\(folder)/\(use)") else {
      return nil
    }
    let line = SystemText.of("\(folder)/memory.stat")?.split(separator: "\n").first {
      $0.hasPrefix(cache + " ")
    }
    let forgettable = line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
    return max(0, limit - max(0, used - forgettable))
  }

  /// The number in a file; nil for the word `max`.
  private static func number(_ path: String) -> Int? {
    SystemText.of(path).flatMap { Int($0.prefix { $0.isNumber }) }
  }
}
