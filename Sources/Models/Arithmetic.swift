import Engine
import System

/// The properties of a program that, besides data, model and options, determine the bits of trained weights:
/// its version, and the computation of first layers.
///
/// Versions before 0.3.0 computed all of them densely, so their bits are those of
/// `DEPHN_FIRST_LAYER=dense`.
package struct Arithmetic: Sendable, Equatable {
  /// The version of the program.
  package let version: String
  /// The way first layers were computed, a `FirstLayers.name`.
  package let firstLayers: String

  /// `firstLayers` is nil in files of a version that had no choice.
  package init(version: String, firstLayers: String?) {
    self.version = version
    self.firstLayers = firstLayers ?? FirstLayers.dense.name
  }

  /// The arithmetic of this process.
  package static let here = Arithmetic(
    version: programVersion, firstLayers: FirstLayers.wanted.name)

  /// True if all first layers were matrix products.
  package var isDense: Bool { firstLayers == FirstLayers.dense.name }
  /// True if training here can give other bits.
  package var differs: Bool { firstLayers != Self.here.firstLayers }
}
