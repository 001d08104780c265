import Glibc
import Testing

@testable import System

/// Mapped files that are cut short while they are read, each in a process of its own: every watch of the
/// process would hear of it.
@Suite struct MappedFileTests {
  private static let page = sysconf(Int32(_SC_PAGESIZE))

  /// What the file no longer has is zero, and a watch says which file it is, once for each time that it is read.
  @Test func whatIsCutOffReadsAsZerosAndIsTold() async {
    await #expect(processExitsWith: .success) {
      let page = Self.page
      let folder = try TestFolder()
      let path = try folder.write(Array(repeating: 7, count: 9 * page), "f")
      let whole = try MappedFile(folder.write(Array(repeating: 8, count: page), "g"))
      let map = try MappedFile(path)
      let watch = MappedFileWatch()
      let interrupt = watch.interrupt(or: .never)
      #expect(map.bytes[8 * page] == 7 && !interrupt.isRequested)

      #expect(truncate(path, 2 * page) == 0)
      #expect(map.bytes[2 * page - 1] == 7 && watch.damagedFile == nil)
      #expect(map.bytes[5 * page + 3] == 0)
      #expect(watch.damagedFile == path && interrupt.isRequested)
      #expect(map.bytes[2 * page] == 0 && map.bytes[9 * page - 1] == 0 && map.bytes[page] == 7)
      MappedFile.forget(map.bytes)
      #expect(map.bytes[9 * page - 1] == 0)

      watch.begin()
      #expect(watch.damagedFile == nil && !interrupt.isRequested)
      #expect(whole.bytes[0] == 8 && watch.damagedFile == nil)
      // A file is damaged as a whole.
      #expect(map.bytes[0] == 0)
      #expect(watch.damagedFile == path && interrupt.isRequested)
      #expect(MappedFileWatch().damagedFile == nil)
    }
  }

  /// Where the zeros cannot be taken away, for want of open files, they count until they can.
  @Test func zerosThatStayAreTold() async {
    await #expect(processExitsWith: .success) {
      let page = Self.page
      let folder = try TestFolder()
      let path = try folder.write(Array(repeating: 7, count: 3 * page), "f")
      let map = try MappedFile(path)
      let watch = MappedFileWatch()
      #expect(truncate(path, 0) == 0)
      #expect(map.bytes[page] == 0 && watch.damagedFile == path)

      var limit = rlimit()
      #expect(getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
      let most = limit.rlim_cur
      limit.rlim_cur = 0
      #expect(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
      watch.begin()
      #expect(watch.damagedFile == path)

      limit.rlim_cur = most
      #expect(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
      watch.begin()
      #expect(watch.damagedFile == nil)
      #expect(map.bytes[0] == 0 && watch.damagedFile == path)
    }
  }

  /// Threads that read the same missing pages all get zeros.
  @Test func threadsMeetTheDamageTogether() async {
    await #expect(processExitsWith: .success) {
      let page = Self.page
      let folder = try TestFolder()
      let path = try folder.write(Array(repeating: 7, count: 400 * page), "f")
      let map = try MappedFile(path)
      let watch = MappedFileWatch()
      #expect(truncate(path, 0) == 0)
      let readers = (0..<8).map { reader in
        BackgroundWork {
          (0..<400).reduce(0) { sum, index in
            sum + Int(map.bytes[(index * 7 + reader) % 400 * page])
          }
        }
      }
      for reader in readers {
        #expect(try reader.wait(.never) == 0)
      }
      #expect(watch.damagedFile == path)
    }
  }

  /// The pages of other mappings are no business of the handler, even after it has done its work.
  @Test func otherMappingsEndTheProcessAsEver() async {
    await #expect(processExitsWith: .signal(SIGBUS)) {
      let page = Self.page
      let folder = try TestFolder()
      let path = try folder.write(Array(repeating: 7, count: 2 * page), "f")
      let map = try MappedFile(path)
      let file = open(path, O_RDONLY)
      let other = mmap(nil, 2 * page, PROT_READ, MAP_SHARED, file, 0)
      #expect(truncate(path, 0) == 0)
      #expect(map.bytes[page] == 0)
      #expect(other?.load(fromByteOffset: page, as: UInt8.self) == 0)
    }
  }

  /// So does a signal that is sent.
  @Test func aSentSignalEndsTheProcess() async {
    await #expect(processExitsWith: .signal(SIGBUS)) {
      let folder = try TestFolder()
      let map = try MappedFile(folder.write([1], "f"))
      #expect(map.bytes[0] == 1)
      kill(getpid(), SIGBUS)
      // Any thread may be the one that it meets.
      sleep(10)
    }
  }

  /// Slots are free again when mappings go.
  @Test func moreFilesThanAreWatchedAtOnce() throws {
    let folder = try TestFolder()
    let path = try folder.write([1], "f")
    for _ in 0..<10 {
      let maps = try (0..<1_000).map { _ in try MappedFile(path) }
      #expect(maps.allSatisfy { $0.bytes[0] == 1 })
    }
  }
}
