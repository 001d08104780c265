import ArgumentParser
import DataSets
import Engine
import Models
import System
import Testing

/// What is said of first layers and of the bits they give.
@Suite struct ArithmeticTests {
  /// Versions before 0.3.0 had dense first layers alone.
  @Test func onlyTheWayOfFirstLayersDiffers() throws {
    let here = Arithmetic.here
    #expect(!here.differs && here.version == programVersion)
    #expect(!Arithmetic(version: "9.0.0", firstLayers: here.firstLayers).differs)
    #expect(Arithmetic(version: "9.0.0", firstLayers: here.isDense ? "table" : "dense").differs)
    let older = Arithmetic(version: "0.2.0", firstLayers: nil)
    #expect(older.isDense && older.differs == !here.isDense)
  }

  /// A model in which nothing is looked up has the same bits in every version.
  @Test func modelsOfOlderVersionsDifferWhereSomethingIsLookedUp() throws {
    func other(_ kind: String) throws -> Arithmetic? {
      let model = try SmallKind(kind).model(firstLayers: .byTable)
      model.arithmetic = Arithmetic(version: "0.2.0", firstLayers: nil)
      return model.otherArithmetic
    }
    #expect(try other("mmoe --embedding-dim 4") == nil)
    #expect(try (other("mmoe --embedding-dim 8") != nil) == !Arithmetic.here.isDense)
  }

  /// Kinds whose first layers read the vectors themselves, beside what else reads them or not.
  @Test(arguments: modelKinds.map { $0.name }) func featuresByTable(kind: String) throws {
    let words = (0..<128).map { String($0) }
    let schema = Schema(
      features: SmallData.schema.features
        + [Feature(name: "large", kind: .categorical(vocabulary: words))],
      tasks: SmallData.schema.tasks)
    func features(_ ways: FirstLayers) throws -> [String] {
      try SmallKind(kind).model(schema: schema, firstLayers: ways).featuresByTable
    }
    let without = ["dephn", "mt-phn", "phn", "fint", "nfm"]
    #expect(
      try features(.byTable) == (without.contains(kind) ? [] : ["colour", "size", "shape"]))
    #expect(try features(.dense) == [])
    let narrow = try SmallKind(kind + " --embedding-dim 4").model(firstLayers: .byTable)
    #expect(narrow.featuresByTable == [])
  }
}
