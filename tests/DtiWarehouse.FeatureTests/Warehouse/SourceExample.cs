namespace DtiWarehouse.FeatureTests.Warehouse;

/// <summary>
/// Small exports of every row feed, written by hand, each in another of the forms that the contract allows. They cross
/// on purpose: a dossier under a unit's former code, a service level from the catalogue, a unit nobody registered.
/// </summary>
internal static class SourceExample
{
    /// <summary>Stands in every personal column; must be found nowhere.</summary>
    public const string PersonalMark = "ZZPERSONALZZ";

    // UTF-8 with a mark, commas, quoted text.
    private const string Units =
        """
        Mã định danh,Tên,Loại,Cấp,Mã ĐVHC,Mã định danh cấp trên,Mã cũ,Hiệu lực từ,Hiệu lực đến,Email
        H48,UBND tỉnh Quảng Ngãi,UBND tỉnh,Tỉnh,51,,,01/01/2018,,
        H48.90,"Sở Đo lường, Thử nghiệm","Sở, ban, ngành",Tỉnh,,H48,000.00.90.H48,2018-01-01,,ZZPERSONALZZ
        H48.53,UBND huyện Bình Sơn,UBND huyện,Huyện,524,H48,000.00.53.H48,01/01/2018,30/06/2025,

        """;

    // UTF-8, semicolons, crosses: an empty flag says no.
    private const string Services =
        """
        Kỳ;Mã thủ tục;Tên thủ tục;Lĩnh vực;Cấp thực hiện;Đơn vị cung cấp;Mức độ dịch vụ;Đủ điều kiện toàn trình;Đã công bố;Điền sẵn thông tin;Cá thể hóa;Thanh toán trực tuyến;Tích hợp Cổng DVCQG
        2023-03;1.001612;Đăng ký hộ kinh doanh;Hộ kinh doanh;Tỉnh;H48.90;Toàn trình;x;x;;;x;

        """;

    // UTF-16, tabs, a title above the header, dd/MM/yyyy, Có/Không: an empty flag says nothing.
    private const string Dossiers =
        "Danh sách hồ sơ tháng 3\n"
        + "mã  hồ sơ\tHọ tên người nộp\tMã thủ tục\tĐơn vị tiếp nhận\tĐơn vị giải quyết\tHình thức nộp\tMức độ dịch vụ\tNgày tiếp nhận\tNgày hẹn trả\tNgày hoàn thành\tNgày trả kết quả\tTrạng thái\tSố hóa hồ sơ\tSố hóa kết quả\tNghĩa vụ tài chính\tThanh toán trực tuyến\tTái sử dụng dữ liệu\tĐúng hạn\tCập nhật lúc\n"
        + "000.00.90.H48-230315-0001\tZZPERSONALZZ\t1.001612.000.00.00.H48\t000.00.90.H48\t\tTrực tuyến\t\t15/03/2023 23:30\t20/03/2023\t20/03/2023 17:00:00\t21/03/2023\tĐã trả kết quả\tCó\tKhông\tCó\tCó\t\tCó\t21/03/2023 08:00\n";

    // Packed UTF-8, commas, ISO instants, Excel serials (45022 = 6 April 2023), true/false.
    private const string MoreDossiers =
        """
        Mã hồ sơ,Chủ hồ sơ,Mã thủ tục,Tên thủ tục,Đơn vị tiếp nhận,Đơn vị giải quyết,Hình thức nộp,Mức độ dịch vụ,Ngày tiếp nhận,Ngày hẹn trả,Ngày hoàn thành,Trạng thái,Số hóa hồ sơ,Nghĩa vụ tài chính,Cập nhật lúc
        H48.53-230401-0001,ZZPERSONALZZ,1.001612,,H48.53,H48.90,Bưu chính,Một phần,2023-03-31T18:00:00Z,45022,2023-04-10T09:00:00+07:00,Trả lại,false,true,2023-04-10T10:00:00
        H48.77-230502-0001,ZZPERSONALZZ,2.000999,Thủ tục chưa công bố,H48.77,,Điện thoại,Mức độ 2,2023-05-02,,,Đang xử lý,,,2023-05-02

        """;

    // Big-endian UTF-16, semicolons, 1/0.
    private const string Documents =
        """
        Mã văn bản;Số ký hiệu;Đơn vị;Chiều;Ngày;Hình thức;Ký số;Loại chữ ký;Cấp nhận;Qua trục liên thông;Mật
        VB-1;12/SĐL;H48.90;Đi;05/04/2023;Điện tử;1;Cơ quan;Tỉnh;1;
        VB-1;12/SĐL;H48.53;Đến;06/04/2023;Điện tử và giấy;0;;Huyện;0;
        VB-2;;H48.90;Đi;2023-04-07;Giấy;0;;Xã;;Có

        """;

    // UTF-8, commas, words for a number.
    private const string Satisfaction =
        """
        Kỳ,Đơn vị,Kênh,Đối tượng,Số lượt đánh giá,Số lượt hài lòng
        2023-04,H48.90,Trực tuyến,Người dân,1200,1100
        2023-04,H48.90,Trực tiếp,Doanh nghiệp,3,chưa thống kê

        """;

    private const string Totals =
        """
        Nguồn,Đơn vị,Lĩnh vực,Kỳ từ,Kỳ đến,Mức độ dịch vụ,Tiếp nhận trực tuyến,"Tiếp nhận trực tiếp, bưu chính",Kỳ trước chuyển sang,Tổng tiếp nhận,Giải quyết trước hạn,Giải quyết đúng hạn,Giải quyết quá hạn,Tổng giải quyết,Đang giải quyết trong hạn,Đang giải quyết quá hạn,Tổng đang giải quyết
        Cổng Bộ,H48.90,,01/01/2023,31/03/2023,,8,1,1,10,6,2,1,9,1,0,1

        """;

    private const string Holidays = "Ngày\tTên\n02/05/2023\tNghỉ bù\n";

    public static (string Name, byte[] Content)[] Files =>
    [
        ("org_units_2023.csv", SourceFile.Utf8WithMark(Units)),
        ("dvc_services_2023-03.csv", SourceFile.Utf8(Services)),
        ("igate_dossiers_1.csv", SourceFile.Utf16(Dossiers)),
        ("igate_dossiers_2.csv.gz", SourceFile.Gzip(SourceFile.Utf8(MoreDossiers))),
        ("ioffice_documents_2023-04.csv", SourceFile.Utf16BigEndian(Documents)),
        ("satisfaction_2023-04.csv", SourceFile.Utf8(Satisfaction)),
        ("dossier_totals_2023-Q1.csv", SourceFile.Utf8(Totals)),
        ("holidays.csv", SourceFile.Utf8(Holidays)),
        ("ghi_chu.csv", SourceFile.Utf8("không thuộc nguồn cấp nào\n")),
    ];
}
