import CKernels
import Numbers
import TestSupport
import Testing

extension KernelTests {
  private struct Marks: Equatable {
    var offsets: [UInt32] = []
    var lineEnds: [UInt32] = []
    var hasOddBytes = false
    var hasQuotes = false
  }

  /// The marks according to the kernel's declaration, byte by byte.
  private static func simple(_ text: [UInt8], _ range: Range<Int>, _ separator: UInt8) -> Marks {
    var marks = Marks()
    for offset in range {
      let byte = text[offset]
      if byte == 10 { marks.lineEnds.append(UInt32(marks.offsets.count)) }
      if byte == separator || byte == 10 { marks.offsets.append(UInt32(offset)) }
      if byte == 0 || byte >= 0x80 { marks.hasOddBytes = true }
      if byte == UInt8(ascii: "\"") { marks.hasQuotes = true }
    }
    return marks
  }

  private static func found(_ text: [UInt8], _ range: Range<Int>, _ separator: UInt8) -> Marks {
    var offsets = [UInt32](repeating: .max, count: range.count + 8)
    var lineEnds = [UInt32](repeating: .max, count: range.count)
    var result = Marks()
    offsets.withUnsafeMutableBufferPointer { offsets in
      lineEnds.withUnsafeMutableBufferPointer { lineEnds in
        var marks = dephn_marks()
        marks.offsets = offsets.baseAddress
        marks.line_ends = lineEnds.baseAddress
        dephn_find_marks(text, range.lowerBound, range.upperBound, separator, &marks)
        result = Marks(
          offsets: Array(offsets.prefix(marks.count)),
          lineEnds: Array(lineEnds.prefix(marks.line_count)),
          hasOddBytes: marks.has_odd_bytes != 0, hasQuotes: marks.has_quotes != 0)
      }
    }
    return result
  }

  /// Every clone finds the marks that a loop over bytes finds: at all alignments and lengths, in
  /// text without marks, of marks alone, and with a byte of every value.
  @Test func marksAreThoseOfASimpleLoop() {
    let alphabets: [[UInt8]] = [
      Array(0...255), [10], [9], [10, 9], [9, 97, 98, 99, 100, 101, 102, 103], [97],
      [10, 11, 8, 9, 138, 137, 0], [34, 35, 33, 127, 128, 1],
    ]
    exclusively {
      let name = String(cString: dephn_clone())
      defer { _ = dephn_use_clone(name) }
      var random = RandomStream(seed: 1, purpose: "marks")
      for alphabet in alphabets {
        let text = (0..<400).map { _ in alphabet[random.below(alphabet.count)] }
        for first in 0..<66 {
          for length in [0, 1, 7, 8, 9, 63, 64, 65, 127, 128, 129, 200, 333] {
            let range = first..<first + length
            let expected = Self.simple(text, range, 9)
            for clone in Self.clones {
              _ = dephn_use_clone(clone)
              #expect(Self.found(text, range, 9) == expected, "\(clone) \(range)")
            }
          }
        }
      }
      // A single odd byte or quote anywhere is seen, and so is a separator of any value.
      for offset in 0..<130 {
        for byte in [0, 34, 128, 255, 97, 10] as [UInt8] {
          var text = [UInt8](repeating: 98, count: 130)
          text[offset] = byte
          for clone in Self.clones {
            _ = dephn_use_clone(clone)
            #expect(Self.found(text, 0..<130, 97) == Self.simple(text, 0..<130, 97), "\(clone)")
          }
        }
      }
    }
  }
}
