import ArgumentParser
import Options
import Training

/// The rows on which tasks count, for commands that measure predictions.
struct SampleSpaceOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: "Restricts a task to rows where another label is 1, as in conversion=click.")
  var sampleSpace: [SampleSpace] = []
}
