/// Every source that `load` knows, in the order in which help lists them.
package let dataSources: [any DataSource.Type] = [
  Adult.self, CensusIncome.self, KuaiRand.self, Hillstrom.self, Criteo.self, AliCCP.self,
  WeChat.self, MovieLens.self, CSV.self, Parquet.self, SQL.self, Frame.self, Synthetic.self,
  Funnel.self,
]
