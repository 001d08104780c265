import ArgumentParser
import Options

/// A type with an option of each kind, for the contract that the argument parser has to keep.
struct SampleOptions: ParsableArguments {
  @Argument(help: "Files to read.") var files: [String]
  @Option(help: "Number of passes.") var passCount = 3
  @Option(help: "Step size.") var rate = 0.5
  @Option(help: "Seed.") var seed: UInt64 = 1
  @Option(help: "The shape.") var shape = SampleShape.flat
  @Option(help: "The second shape.") var other: SampleShape?
  @Option(help: "Rows, if not all.") var rows: Int?
  @Option(help: "A title.") var title: String?
  @OptionGroup var inner: InnerOptions
  @Flag(help: "Says less.") var quiet = false

  func validate() throws { try Bounds(1...10).check("pass-count", passCount) }
}

struct InnerOptions: ParsableArguments {
  @Option(parsing: .upToNextOption, help: "Widths of layers.") var widths = [8, 4]
  @Option(name: .customLong("mark"), parsing: .upToNextOption, help: "Marks.")
  var marks: [SampleMark] = []
  @Option(parsing: .unconditional, help: "What stands between fields.") var separator = ","

  func validate() throws { if marks.count > 2 { throw SampleFault.tooManyMarks(marks.count) } }
}

enum SampleShape: String, CaseIterable, ExpressibleByArgument {
  case flat
  case veryRound = "very-round"
}

/// A custom value, written as `a=b`.
struct SampleMark: ExpressibleByArgument, Equatable {
  var left: String
  var right: String

  init(_ left: String, _ right: String) { (self.left, self.right) = (left, right) }

  init?(argument: String) {
    let parts = argument.split(separator: "=").map(String.init)
    guard parts.count == 2 else { return nil }
    self.init(parts[0], parts[1])
  }

  var defaultValueDescription: String { "\(left)=\(right)" }
}

enum SampleFault: Error, Equatable { case tooManyMarks(Int) }

/// A command, as the language has them: takes every word as it stands.
struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "say")
  @Argument(parsing: .postTerminator, help: "Words.") var words: [String] = []
}
