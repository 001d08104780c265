import Glibc

/// How much memory this process has, and how much more it may take.
package enum MachineMemory {
  /// Bytes of memory that this process holds; 0 where the system does not tell.
  package static var resident: Int {
    let pages = SystemText.of("/proc/self/statm")?.split(separator: " ").dropFirst().first
    return (pages.flatMap { Int($0) } ?? 0) * sysconf(Int32(_SC_PAGESIZE))
  }

  /// The most bytes that it has held at a time.
  package static var largestResident: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss << 10
  }

  /// Bytes that are free or can be freed, on the machine and in each control group that this process
  /// is in; nil where the system does not tell.
  package static var available: Int? {
    ([machine] + groups).compactMap { $0 }.min()
  }

  /// Bytes that are free or can be freed on the machine; nil where the system does not tell.
  package static var machine: Int? {
    // A line such as "MemAvailable:   12345 kB".
    let line = SystemText.of("/proc/meminfo")?.split(separator: "\n").first {
      $0.hasPrefix("MemAvailable:")
    }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
  }

  /// Of the group of version 2 and those above it, up to the root that a container sees, and of
  /// the container's group of version 1.
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

  /// What a group's limit leaves, files that can be forgotten included; nil without a limit.
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

  /// nil for the word `max`.
  private static func number(_ path: String) -> Int? {
    SystemText.of(path).flatMap { Int($0.prefix { $0.isNumber }) }
  }
}
